import type { CheckedData } from '../contracts/check-answer.ts';
import type { WriteMode } from '../contracts/contract.ts';
import type { FileSource, TableFile, TableState } from './delta-log.ts';
import type { TableChange } from './write-commit.ts';

/** What an accepted upload does to its table. */
export type CommitPlan =
  /** This very upload is in the log: an attempt before this one got that far. */
  | { readonly kind: 'done'; readonly version: number }
  /** A newer upload of the same key is in the table. */
  | { readonly kind: 'superseded'; readonly by: FileSource }
  /** The table holds exactly these rows for this key, or for another one. */
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'commit'; readonly change: TableChange };

/** Name of a data file below the table's root: its content's digest, so the same rows are one file. */
export const dataFilePath = (digest: string): string => `part-${digest}.parquet`;

/**
 * Decides what an accepted upload changes. In mode `append`, a key in the landing zone is a slot: what it brings
 * replaces what an earlier upload under the same key has brought, and stands beside what other keys have. In mode
 * `replace`, it replaces all.
 * @param state the table as it is
 * @param otherHolder whoever else brought the file that would be removed, or null; asked in mode `append` alone
 */
export function planCommit(request: {
  readonly state: TableState;
  readonly mode: WriteMode;
  readonly data: CheckedData;
  readonly source: FileSource;
  /** Whether it may commit once more what it has committed, where the table no longer holds it. */
  readonly isAgain?: boolean;
  readonly otherHolder: (file: TableFile) => FileSource | null;
}): CommitPlan {
  const { state, mode, data, source, otherHolder } = request;
  const { files } = state;
  const own = state.uploads[source.uploadId];
  const isLost = request.isAgain === true && !files.some((file) => file.digest === data.digest);
  if (own !== undefined && !isLost) return { kind: 'done', version: own };

  const newer = files.find(
    (file) => file.source.key === source.key && file.source.sequencer > source.sequencer,
  );
  if (newer !== undefined) return { kind: 'superseded', by: newer.source };

  const path = dataFilePath(data.digest);
  const isThere = files.some((file) => file.path === path);
  const replaced = files.filter(
    (file) => file.path !== path && (mode === 'replace' || file.source.key === source.key),
  );
  if (isThere && replaced.length === 0) return { kind: 'unchanged', version: state.version };

  const { bytes, rows, digest, from, to } = data;
  const add: TableFile[] = isThere ? [] : [{ path, bytes, rows, digest, from, to, source }];
  const remove: TableFile[] = [];
  for (const file of replaced) {
    const holder = mode === 'replace' ? null : otherHolder(file);
    if (holder === null) remove.push(file);
    else add.push({ ...file, source: holder });
  }
  return { kind: 'commit', change: { add, remove } };
}
