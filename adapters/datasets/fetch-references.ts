import { type Access, allow } from '../../core/access.ts';
import type { Contract } from '../../core/contracts/contract.ts';
import { fetchVersion, fetchVersionAccess } from './fetch-version.ts';
import { latestVersion, latestVersionActions } from './latest-version.ts';

/** What a function needs to read the datasets that contracts refer to. */
export const fetchReferencesAccess: readonly Access[] = [
  ...fetchVersionAccess,
  allow(latestVersionActions, 'registry'),
];

/**
 * Downloads the newest version of each dataset that a contract refers to, below `directory`. Answers with the Parquet files by
 * dataset: none for one that has no version yet, so that nothing is in it.
 */
export async function fetchReferences(request: {
  readonly bucket: string;
  /** The registry's table. */
  readonly table: string;
  readonly contract: Contract;
  readonly directory: string;
}): Promise<Readonly<Record<string, readonly string[]>>> {
  const { bucket, table, contract, directory } = request;
  const files: Record<string, readonly string[]> = {};
  for (const { dataset } of contract.references ?? []) {
    if (files[dataset] !== undefined) continue;
    const newest = await latestVersion(table, dataset);
    files[dataset] =
      newest === null
        ? []
        : (await fetchVersion({ bucket, table, dataset, version: newest.version, directory })).files;
  }
  return files;
}
