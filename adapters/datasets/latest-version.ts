import { partitionOf } from '../../core/registry/keys.ts';
import type { DatasetVersionRecord } from '../../core/registry/records.ts';
import { queryRecords, queryRecordsActions } from '../dynamodb/query-records.ts';

/** Granted on the registry. */
export const latestVersionActions = queryRecordsActions;

/** The newest version of a dataset, or null while nothing was accepted yet. */
export async function latestVersion(table: string, dataset: string): Promise<DatasetVersionRecord | null> {
  const [newest] = await queryRecords<DatasetVersionRecord>({
    table,
    partition: partitionOf.dataset(dataset),
    prefix: 'VERSION#',
    newestFirst: true,
    limit: 1,
  });
  return newest ?? null;
}
