import { TransactionCanceledException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { retry, systemClock } from '../../core/retry.ts';
import { isPassing } from '../services/is-passing.ts';
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

const deadlineInMilliseconds = 10_000;

/**
 * Writes all records or none. True if written; false if a condition did not hold. Conflicts with other transactions
 * and throttling are waited for with jitter, ten seconds in all; the token makes a retry after a lost response the same
 * write.
 * @param token idempotency token, 1 to 36 characters
 * @throws what the service answered last, where ten seconds were not enough
 */
export async function transactWrite(
  table: string,
  puts: readonly Put[],
  token: string,
  clock = systemClock,
): Promise<boolean> {
  const TransactItems = puts.map(({ key, record, condition }) => ({
    Put: { TableName: table, Item: toItem(key, record), ...conditionMembers(condition) },
  }));
  const write = () =>
    dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken: token }));
  try {
    await retry(write, { passes: isPassing, deadlineInMilliseconds, clock });
    return true;
  } catch (error) {
    const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
    throw error;
  }
}
