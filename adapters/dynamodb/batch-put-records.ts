import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { toItem } from './item.ts';

export const batchPutRecordsActions = ['dynamodb:BatchWriteItem'] as const;

const itemsPerCall = 25;
const simultaneousCalls = 8;
const attempts = 8;

/**
 * Writes records over whatever is under their keys, many at a time. What the table could not take at once is
 * sent again, later and later.
 * @throws Error when some are still refused after eight attempts; what was written stays
 */
export async function batchPutRecords(
  table: string,
  puts: readonly { readonly key: ItemKey; readonly record: object }[],
): Promise<void> {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < puts.length) {
      const batch = puts.slice(next, next + itemsPerCall);
      next += itemsPerCall;
      await writeBatch(
        table,
        batch.map(({ key, record }) => ({ PutRequest: { Item: toItem(key, record) } })),
      );
    }
  };
  await Promise.all(Array.from({ length: simultaneousCalls }, writer));
}

async function writeBatch(table: string, batch: WriteRequest[]): Promise<void> {
  let waiting = batch;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const { UnprocessedItems } = await dynamodb.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: waiting } }),
    );
    waiting = UnprocessedItems?.[table] ?? [];
    if (waiting.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** attempt));
  }
  throw new Error(
    `Cannot write ${waiting.length} records to table '${table}': refused ${attempts} times; the table is throttled, try again`,
  );
}
