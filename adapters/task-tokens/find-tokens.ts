import { partitionOf, taskTokenKey } from '../../core/registry/keys.ts';
import type { TaskTokenRecord } from '../../core/registry/records.ts';
import { queryRecords, queryRecordsActions } from '../dynamodb/query-records.ts';

/** Granted on the registry. */
export const findTokensActions = queryRecordsActions;

/** The steps that wait for one job or approval, or, without a name, all steps that wait. */
export async function findTokens(table: string, name?: string): Promise<TaskTokenRecord[]> {
  return queryRecords<TaskTokenRecord>({
    table,
    partition: partitionOf.tokens,
    prefix: taskTokenKey(name === undefined ? '' : `${name}#`).sk,
  });
}
