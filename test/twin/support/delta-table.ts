import type { Bucket } from './bucket.ts';

/** A Delta table as its log tells it to any reader of the format. */
export interface DeltaTable {
  /** Numbers of the commits, from 0 on. */
  readonly commits: readonly number[];
  /** Keys of the data files that the table has after a commit, with the rows that the log says they have. */
  filesAt(commit: number): readonly { readonly key: string; readonly rows: number }[];
}

interface Action {
  readonly add?: { readonly path: string; readonly stats: string };
  readonly remove?: { readonly path: string };
}

/** @throws Error where a commit is missing */
export async function readDeltaTable(bucket: Bucket, dataset: string): Promise<DeltaTable> {
  const root = `datasets/${dataset}/`;
  const keys = (await bucket.keys(`${root}_delta_log/`)).filter((key) => /\/\d{20}[.]json$/.test(key));
  const logs = await Promise.all(keys.map((key) => bucket.jsonLines<Action>(key)));
  const commits = keys.map((key) => Number(key.slice(-25, -5)));
  commits.forEach((commit, index) => {
    if (commit !== index) throw new Error(`Cannot read ${root}: commit ${index} is missing in its log`);
  });
  return {
    commits,
    filesAt: (commit) => {
      const files = new Map<string, number>();
      for (const { add, remove } of logs.slice(0, commit + 1).flat()) {
        if (remove !== undefined) files.delete(remove.path);
        if (add !== undefined)
          files.set(add.path, (JSON.parse(add.stats) as { numRecords: number }).numRecords);
      }
      return [...files].map(([path, rows]) => ({ key: `${root}${path}`, rows }));
    },
  };
}
