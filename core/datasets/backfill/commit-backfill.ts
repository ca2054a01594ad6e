import type { Contract } from '../../contracts/contract.ts';
import { contractDigest } from '../../contracts/contract-digest.ts';
import type { DatasetVersionRecord, UploadRecord } from '../../registry/records.ts';
import type { TableState } from '../delta-log.ts';
import { dataFilePath } from '../plan-commit.ts';
import { publishRows } from '../publish-rows.ts';
import { tryCommit } from '../try-commit.ts';
import { typeConflict } from '../type-conflict.ts';
import type { UploadPorts } from '../upload-ports.ts';
import { versionRecord } from '../version-record.ts';
import type { TableChange } from '../write-commit.ts';
import type { BackfillItemRecord, BackfillRecord } from './backfill-record.ts';
import { foldBackfill } from './fold-backfill.ts';

export interface CommitPorts
  extends Pick<
    UploadPorts,
    | 'headObject'
    | 'copyObject'
    | 'readTable'
    | 'listUploads'
    | 'addCommit'
    | 'addSnapshot'
    | 'hasVersion'
    | 'addVersion'
    | 'announceVersion'
    | 'pause'
    | 'now'
  > {
  readItems(backfillId: string): Promise<readonly BackfillItemRecord[]>;
  /** Sets members of an upload's record. */
  amendUpload(upload: UploadRecord, change: Partial<UploadRecord>): Promise<void>;
  amendBackfill(backfillId: string, change: Partial<BackfillRecord>): Promise<void>;
}

const mostRaces = 20;
const simultaneousCopies = 8;

/**
 * Ends a backfill whose uploads were all judged: one commit with all that they change, so that a reader sees all of it
 * or nothing, then the records of the uploads, the announcement, and last its own record. Each step may be repeated.
 * @returns the version that it made; null where nothing changed
 * @throws Error where an upload was not judged, the contract is no longer the plan's, or after losing 20 races
 */
export async function commitBackfill(
  backfill: BackfillRecord,
  context: { readonly contract: Contract; readonly codeCommit: string; readonly now: Date },
  ports: CommitPorts,
): Promise<number | null> {
  const { backfillId, dataset } = backfill;
  const items = await ports.readItems(backfillId);
  if (items.length < backfill.uploads) {
    const missing = backfill.uploads - items.length;
    throw new Error(
      `Cannot end backfill ${backfillId}: ${missing} of its ${backfill.uploads} uploads were not judged; ballast backfill --resume ${backfillId}`,
    );
  }
  const uploads = await ports.listUploads(dataset);
  const { version, digests } = await commit(backfill, items, uploads, context, ports);
  if (version !== null) await ports.addVersion(version);
  const held = items.filter(({ data }) => data === null || digests.has(data.digest));
  await amendUploads(backfill, held, uploads, version, context.now, ports);
  if (version !== null) await ports.announceVersion(dataset, version.version);
  await ports.amendBackfill(backfillId, {
    status: 'finished',
    finishedAt: context.now.toISOString(),
    version: version?.version ?? null,
  });
  return version?.version ?? null;
}

async function commit(
  { backfillId, dataset, contractDigest: planned }: BackfillRecord,
  items: readonly BackfillItemRecord[],
  uploads: readonly UploadRecord[],
  { contract, codeCommit }: { readonly contract: Contract; readonly codeCommit: string },
  ports: CommitPorts,
): Promise<{ readonly version: DatasetVersionRecord | null; readonly digests: ReadonlySet<string> }> {
  const digestsOf = ({ files }: TableState) => new Set(files.map(({ digest }) => digest));
  for (let race = 1; race <= mostRaces; race++) {
    const head = await ports.readTable(dataset);
    const { state } = head;
    const own = state.uploads[backfillId];
    if (own !== undefined) {
      const then = (await ports.readTable(dataset, own)).state;
      return { version: versionRecord(then), digests: digestsOf(then) };
    }
    if (contractDigest(contract) !== planned) {
      throw new Error(
        `Cannot end backfill ${backfillId}: the contract of '${dataset}' was deployed anew since its uploads were judged; plan it again`,
      );
    }
    const folded = foldBackfill({ state, mode: contract.mode ?? 'append', items, uploads });
    if (folded === null) return { version: null, digests: digestsOf(state) };
    const { sources } = folded;
    const issue = typeConflict(contract, state, folded.change);
    if (issue !== null) {
      throw new Error(
        `Cannot end backfill ${backfillId}: expected ${issue.expected}; received ${issue.received}`,
      );
    }
    const lengths = await publish(dataset, items, folded.change, ports);
    const change = withLengths(folded.change, lengths);
    const after = await tryCommit(ports, {
      ...{ head, change, contract, codeCommit },
      source: { uploadId: backfillId, source: sources[0]! },
      publish: () => publish(dataset, items, change, ports),
    });
    if (after !== null) return { version: versionRecord(after), digests: digestsOf(after) };
    await ports.pause(race);
  }
  throw new Error(`Cannot commit backfill ${backfillId} to '${dataset}': it lost ${mostRaces} races`);
}

/**
 * Copies the staged rows that the commit adds into the table, unless they are there.
 * @returns length by path: an older release of the engine may have written the same rows differently
 */
async function publish(
  dataset: string,
  items: readonly BackfillItemRecord[],
  { add }: TableChange,
  ports: CommitPorts,
): Promise<ReadonlyMap<string, number>> {
  const added = new Set(add.map(({ path }) => path));
  const waiting = items.flatMap(({ data }) => {
    const path = data === null ? '' : dataFilePath(data.digest);
    return data !== null && added.has(path) ? [{ data, path }] : [];
  });
  const lengths = new Map<string, number>();
  const copy = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      lengths.set(next.path, await publishRows(ports, dataset, next.data));
    }
  };
  await Promise.all(Array.from({ length: simultaneousCopies }, copy));
  return lengths;
}

const withLengths = (change: TableChange, lengths: ReadonlyMap<string, number>): TableChange => ({
  ...change,
  add: change.add.map((file) => ({ ...file, bytes: lengths.get(file.path) ?? file.bytes })),
});

/** What the uploads are now: a refused file that was accepted counts, and each says who judged it last. */
async function amendUploads(
  { backfillId, part, contractDigest: digest }: BackfillRecord,
  items: readonly BackfillItemRecord[],
  uploads: readonly UploadRecord[],
  version: DatasetVersionRecord | null,
  now: Date,
  ports: CommitPorts,
): Promise<void> {
  const byId = new Map(items.map((item) => [item.uploadId, item]));
  for (const upload of uploads) {
    const item = byId.get(upload.uploadId);
    if (item === undefined || upload.replay?.backfillId === backfillId) continue;
    const replay = {
      ...{ backfillId, part, contractDigest: digest, rows: item.data?.rows ?? null },
      at: now.toISOString(),
      ...(version === null || item.data === null ? {} : { version: version.version }),
    };
    if (part === 'quarantined' || item.data === null || item.verdict === null) {
      await ports.amendUpload(upload, { replay });
      continue;
    }
    await ports.amendUpload(upload, {
      replay,
      status: 'accepted',
      verdict: item.verdict,
      digest: item.data.digest,
      ...(item.quarantine === null ? {} : { quarantine: item.quarantine }),
      ...(version === null ? {} : { datasetVersion: version.version }),
    });
  }
}
