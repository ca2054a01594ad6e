import { taskTokenKey } from '../../core/registry/keys.ts';
import type { TaskTokenRecord } from '../../core/registry/records.ts';
import { putRecord, putRecordActions } from '../dynamodb/put-record.ts';

/** Granted on the registry. */
export const storeTokenActions = putRecordActions;

/** The registry's name for a token: several runs may wait for one job. */
export const tokenName = ({ name, runId }: Pick<TaskTokenRecord, 'name' | 'runId'>): string =>
  `${name}#${runId}`;

/** Stores the token of a step that is going to wait, over an earlier one of the same run. */
export async function storeToken(table: string, record: TaskTokenRecord): Promise<void> {
  await putRecord(table, taskTokenKey(tokenName(record)), record);
}
