import type { WriteMode } from '../../contracts/contract.ts';
import type { UploadRecord } from '../../registry/records.ts';
import { comparableSequencer } from '../comparable-sequencer.ts';
import type { FileSource, TableFile, TableState } from '../delta-log.ts';
import { otherHolder } from '../other-holder.ts';
import { dataFilePath, planCommit } from '../plan-commit.ts';
import type { TableChange } from '../write-commit.ts';
import type { BackfillItemRecord } from './backfill-record.ts';

/**
 * What all staged uploads of a backfill change together: the sum of what each would change, in the order in which
 * they were received. An upload's rows take the place of its earlier ones; quarantined rows stand beside them, in
 * place of those that an earlier backfill recovered. Where a newer upload holds the key meanwhile, nothing changes.
 * @param state the table as it is
 * @param uploads every upload of the dataset
 * @returns null where the table holds exactly this already
 */
export function foldBackfill(request: {
  readonly state: TableState;
  readonly mode: WriteMode;
  readonly items: readonly BackfillItemRecord[];
  readonly uploads: readonly UploadRecord[];
}): { readonly change: TableChange; readonly sources: readonly FileSource[] } | null {
  const { state, mode, items } = request;
  const uploads = new Map(request.uploads.map((upload) => [upload.uploadId, upload]));
  const files = new Map(state.files.map((file) => [file.path, file]));
  const sources: FileSource[] = [];
  const order = (item: BackfillItemRecord): string => uploads.get(item.uploadId)?.receivedAt ?? '';
  for (const item of [...items].sort((a, b) => order(a).localeCompare(order(b)))) {
    const upload = uploads.get(item.uploadId);
    if (item.data === null || upload === undefined) continue;
    const change =
      item.part === 'quarantined'
        ? recovered(files, item, upload)
        : replayed(files, { state, mode, item, upload, uploads: [...uploads.values()] });
    if (change === null) continue;
    for (const { path } of change.remove) files.delete(path);
    for (const file of change.add) files.set(file.path, file);
    sources.push(sourceOf(upload));
    // Whoever comes next must see whose rows these are now.
    if (item.part === 'uploads') {
      uploads.set(item.uploadId, { ...upload, status: 'accepted', digest: item.data.digest });
    }
  }
  const before = new Map(state.files.map((file) => [file.path, file]));
  const change: TableChange = {
    add: [...files.values()].filter((file) => before.get(file.path) !== file),
    remove: state.files.filter(({ path }) => !files.has(path)),
  };
  return change.add.length + change.remove.length === 0 ? null : { change, sources };
}

const sourceOf = ({ key, versionId, uploader, uploadId, sequencer }: UploadRecord): FileSource => ({
  key,
  versionId,
  uploader,
  uploadId,
  sequencer: comparableSequencer(sequencer),
});

function replayed(
  files: ReadonlyMap<string, TableFile>,
  {
    state,
    mode,
    item,
    upload,
    uploads,
  }: {
    readonly state: TableState;
    readonly mode: WriteMode;
    readonly item: BackfillItemRecord;
    readonly upload: UploadRecord;
    readonly uploads: readonly UploadRecord[];
  },
): TableChange | null {
  const plan = planCommit({
    // It made a commit once; that it comes again is the point.
    state: { ...state, files: [...files.values()], uploads: {} },
    mode,
    data: item.data!,
    source: sourceOf(upload),
    otherHolder: (file) => otherHolder(uploads, file),
  });
  return plan.kind === 'commit' ? plan.change : null;
}

function recovered(
  files: ReadonlyMap<string, TableFile>,
  item: BackfillItemRecord,
  upload: UploadRecord,
): TableChange | null {
  const { bytes, rows, digest, from, to } = item.data!;
  const source: FileSource = { ...sourceOf(upload), part: 'quarantined' };
  const all = [...files.values()];
  const newer = all.some(
    (file) => file.source.key === source.key && file.source.sequencer > source.sequencer,
  );
  const path = dataFilePath(digest);
  if (newer || files.has(path)) return null;
  const remove = all.filter(
    (file) => file.source.uploadId === source.uploadId && file.source.part === 'quarantined',
  );
  return { add: [{ path, bytes, rows, digest, from, to, source }], remove };
}
