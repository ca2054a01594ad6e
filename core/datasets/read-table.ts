import { commitPath, emptyTable, replayLog, type TableState, versionOfCommit } from './delta-log.ts';
import { readSnapshot, snapshotFolder, snapshotPath, versionOfSnapshot } from './table-snapshot.ts';

/** Objects below a table's root: what reading its log needs of a store. */
export interface LogStore {
  /** Keys below `folder`, in order, that come after `after`. */
  list(folder: string, after?: string): Promise<readonly string[]>;
  read(path: string): Promise<string>;
}

/** The table, and how many commits had to be replayed for it: a writer that sees many leaves a snapshot. */
export interface ReadTable {
  readonly state: TableState;
  readonly replayed: number;
}

/**
 * The table as of a version, from the newest snapshot at or before it and the commits after that: the number of reads
 * does not grow with the log.
 * @param version the newest where it is not given
 * @throws Error where the log has no such version, or lacks one before it
 */
export async function readTable(store: LogStore, dataset: string, version?: number): Promise<ReadTable> {
  const snapshots = (await store.list(snapshotFolder)).map(versionOfSnapshot).filter((at) => at !== null);
  const from = await readNewest(
    store,
    snapshots.filter((at) => version === undefined || at <= version),
  );
  const commits =
    version === undefined
      ? await commitsAfter(store, dataset, from.version)
      : Array.from({ length: version - from.version }, (_, index) => from.version + 1 + index);
  const texts = await readAll(store, commits.map(commitPath), (path) =>
    missing(dataset, versionOfCommit(path)!),
  );
  return { state: replayLog(texts, from).at(-1) ?? from, replayed: texts.length };
}

/** The newest of these snapshots that is there: a collection may delete one after it was listed. */
async function readNewest(store: LogStore, snapshots: readonly number[]): Promise<TableState> {
  for (const at of snapshots.toReversed()) {
    try {
      return readSnapshot(await store.read(snapshotPath(at)));
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return emptyTable;
}

/** Whether S3 says that an object is not there. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'NotFound');

/** Versions of the commits after one, in order. */
async function commitsAfter(store: LogStore, dataset: string, version: number): Promise<number[]> {
  const after = version < 0 ? undefined : commitPath(version);
  const found = (await store.list('_delta_log/', after)).map(versionOfCommit).filter((at) => at !== null);
  found.forEach((at, index) => {
    if (at !== version + 1 + index) throw missing(dataset, version + 1 + index);
  });
  return found;
}

const simultaneousReads = 16;

async function readAll(
  store: LogStore,
  paths: readonly string[],
  explain: (path: string) => Error,
): Promise<string[]> {
  const texts: string[] = new Array(paths.length);
  let next = 0;
  const read = async (): Promise<void> => {
    while (next < paths.length) {
      const index = next++;
      const path = paths[index]!;
      try {
        texts[index] = await store.read(path);
      } catch (error) {
        throw isGone(error) ? explain(path) : error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(simultaneousReads, paths.length) }, read));
  return texts;
}

const missing = (dataset: string, version: number): Error =>
  new Error(`Cannot read the log of dataset '${dataset}': version ${version} is missing`);
