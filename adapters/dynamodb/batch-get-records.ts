import { type AttributeValue, BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { toKey } from './item.ts';

export const batchGetRecordsActions = ['dynamodb:BatchGetItem'] as const;

const attempts = 5;

/**
 * The records that there are under up to 100 different keys, in no order; eventually consistent.
 * @throws Error when the table still refuses some after five attempts
 */
export async function batchGetRecords<T>(table: string, keys: readonly ItemKey[]): Promise<T[]> {
  const records: T[] = [];
  let waiting: Record<string, AttributeValue>[] = keys.map(toKey);
  for (let attempt = 1; waiting.length > 0 && attempt <= attempts; attempt++) {
    if (attempt > 1) await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));
    const { Responses, UnprocessedKeys } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: waiting } } }),
    );
    for (const item of Responses?.[table] ?? []) records.push(unmarshall(item) as T);
    waiting = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (waiting.length > 0) {
    throw new Error(
      `Cannot read ${waiting.length} records of table '${table}': refused ${attempts} times; the table is throttled, try again`,
    );
  }
  return records;
}
