import { type AttributeValue, BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { toKey } from './item.ts';

export const batchGetRecordsActions = ['dynamodb:BatchGetItem'] as const;

const attempts = 5;

/** What one call takes. */
const keysPerCall = 100;

/**
 * The records that there are under any number of keys, in no order; eventually consistent. Each 100 keys are a
 * call, all calls run at once; a key that is named twice is read once.
 * @throws Error when the table still refuses some after five attempts
 */
export async function batchGetRecords<T>(table: string, keys: readonly ItemKey[]): Promise<T[]> {
  const different = [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
  const calls: Promise<T[]>[] = [];
  for (let at = 0; at < different.length; at += keysPerCall) {
    calls.push(readCall<T>(table, different.slice(at, at + keysPerCall)));
  }
  return (await Promise.all(calls)).flat();
}

async function readCall<T>(table: string, keys: readonly ItemKey[]): Promise<T[]> {
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
