import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { type Condition, conditionMembers } from './condition.ts';
import { toItem } from './item.ts';

/** A transaction of Puts needs the permission of each Put. */
export const transactWriteActions = ['dynamodb:PutItem'] as const;

export interface Put {
  readonly key: ItemKey;
  readonly record: object;
  readonly condition?: Condition;
}

const conflicts = new Set(['TransactionConflict', 'ProvisionedThroughputExceeded', 'ThrottlingError']);
const attempts = 6;

/**
 * Writes all records or none. True if written; false if a condition did not hold. Conflicts with other
 * transactions are retried with jitter; the token makes a retry after a lost response the same write.
 * @param token idempotency token, 1 to 36 characters
 */
export async function transactWrite(table: string, puts: readonly Put[], token: string): Promise<boolean> {
  const TransactItems = puts.map(({ key, record, condition }) => ({
    Put: { TableName: table, Item: toItem(key, record), ...conditionMembers(condition) },
  }));
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: token }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
      if (codes.includes('ConditionalCheckFailed')) return false;
      if (!codes.some((code) => conflicts.has(code)) || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** attempt));
    }
  }
}
