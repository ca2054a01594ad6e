import { taskTokenKey } from '../../core/registry/keys.ts';
import type { TaskTokenRecord } from '../../core/registry/records.ts';
import { deleteRecord, deleteRecordActions } from '../dynamodb/delete-record.ts';
import { tokenName } from './store-token.ts';

/** Granted on the registry. */
export const forgetTokenActions = deleteRecordActions;

/** Forgets a stored token, unless the same run has stored a newer one in its place. */
export async function forgetToken(table: string, record: TaskTokenRecord): Promise<void> {
  await deleteRecord(table, taskTokenKey(tokenName(record)), {
    expression: '#token = :token',
    names: { '#token': 'token' },
    values: { ':token': record.token },
  });
}
