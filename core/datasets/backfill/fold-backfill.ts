import type { WriteMode } from '../../contracts/contract.ts';
import type { UploadRecord } from '../../registry/records.ts';
import type { FileSource, TableFile, TableState } from '../delta-log.ts';
import { Holders } from '../holders.ts';
import { dataFilePath, planCommit } from '../plan-commit.ts';
import { sourceOf } from '../upload-source.ts';
import type { TableChange } from '../write-commit.ts';
import type { BackfillItemRecord } from './backfill-record.ts';

/**
 * What all staged uploads of a backfill change together: the sum of what each would change, in the order in which
 * they were received. An upload's rows take the place of its earlier ones; quarantined rows stand beside them, in
 * place of those that an earlier backfill recovered. Where a newer upload holds the key meanwhile, or in mode `replace` the
 * table, nothing changes.
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
  const holders = new Holders(request.uploads);
  const files = new Files(state.files);
  const sources: FileSource[] = [];
  const order = (item: BackfillItemRecord): string => uploads.get(item.uploadId)?.receivedAt ?? '';
  for (const item of [...items].sort((a, b) => order(a).localeCompare(order(b)))) {
    const upload = uploads.get(item.uploadId);
    if (item.data === null || upload === undefined) continue;
    const change =
      item.part === 'quarantined'
        ? recovered(files, item, upload)
        : mode === 'replace' && isHeldByLater(files, upload, uploads)
          ? null
          : replayed(files, { state, mode, item, upload, holders });
    if (change === null) continue;
    for (const file of change.remove) files.remove(file);
    for (const file of change.add) files.add(file);
    sources.push(sourceOf(upload));
    // Whoever comes next must see whose rows these are now.
    if (item.part === 'uploads') {
      const accepted: UploadRecord = { ...upload, status: 'accepted', digest: item.data.digest };
      uploads.set(item.uploadId, accepted);
      holders.add(accepted);
    }
  }
  const before = new Map(state.files.map((file) => [file.path, file]));
  const change: TableChange = {
    add: files.all().filter((file) => before.get(file.path) !== file),
    remove: state.files.filter(({ path }) => !files.has(path)),
  };
  return change.add.length + change.remove.length === 0 ? null : { change, sources };
}

/** A table's files as they change, by path and by the key that brought them. */
class Files {
  readonly #byPath = new Map<string, TableFile>();
  readonly #pathsOfKey = new Map<string, Set<string>>();

  constructor(files: readonly TableFile[]) {
    for (const file of files) this.add(file);
  }

  add(file: TableFile): void {
    const known = this.#byPath.get(file.path);
    if (known !== undefined) this.remove(known);
    this.#byPath.set(file.path, file);
    const paths = this.#pathsOfKey.get(file.source.key) ?? new Set();
    this.#pathsOfKey.set(file.source.key, paths.add(file.path));
  }

  remove({ path, source }: TableFile): void {
    this.#byPath.delete(path);
    this.#pathsOfKey.get(source.key)?.delete(path);
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  all(): TableFile[] {
    return [...this.#byPath.values()];
  }

  ofKey(key: string): TableFile[] {
    return [...(this.#pathsOfKey.get(key) ?? [])].map((path) => this.#byPath.get(path)!);
  }

  /** The files that an upload of a key with this content has to do with. */
  about(key: string, path: string): TableFile[] {
    const ofKey = this.ofKey(key);
    const same = this.#byPath.get(path);
    return same === undefined || ofKey.includes(same) ? ofKey : [...ofKey, same];
  }
}

/** Whether the table's rows came with a later upload, of whatever key: in mode `replace` they stand for all before them. */
const isHeldByLater = (
  files: Files,
  { receivedAt }: UploadRecord,
  uploads: ReadonlyMap<string, UploadRecord>,
): boolean => files.all().some(({ source }) => (uploads.get(source.uploadId)?.receivedAt ?? '') > receivedAt);

function replayed(
  files: Files,
  {
    state,
    mode,
    item,
    upload,
    holders,
  }: {
    readonly state: TableState;
    readonly mode: WriteMode;
    readonly item: BackfillItemRecord;
    readonly upload: UploadRecord;
    readonly holders: Holders;
  },
): TableChange | null {
  const data = item.data!;
  const concerned = mode === 'replace' ? files.all() : files.about(upload.key, dataFilePath(data.digest));
  const plan = planCommit({
    // It made a commit once; that it comes again is the point.
    state: { ...state, files: concerned, uploads: {} },
    mode,
    data,
    source: sourceOf(upload),
    otherHolder: (file) => holders.otherThan(file),
  });
  return plan.kind === 'commit' ? plan.change : null;
}

function recovered(files: Files, item: BackfillItemRecord, upload: UploadRecord): TableChange | null {
  const { bytes, rows, digest, from, to } = item.data!;
  const source: FileSource = { ...sourceOf(upload), part: 'quarantined' };
  const ofKey = files.ofKey(source.key);
  const newer = ofKey.some((file) => file.source.sequencer > source.sequencer);
  const path = dataFilePath(digest);
  if (newer || files.has(path)) return null;
  const remove = ofKey.filter(
    (file) => file.source.uploadId === source.uploadId && file.source.part === 'quarantined',
  );
  return { add: [{ path, bytes, rows, digest, from, to, source }], remove };
}
