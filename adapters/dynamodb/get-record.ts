import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { toKey } from './item.ts';

export const getRecordActions = ['dynamodb:GetItem'] as const;

/** One record, read consistently, or null where there is none. */
export async function getRecord<T>(table: string, key: ItemKey): Promise<T | null> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: toKey(key), ConsistentRead: true }),
  );
  return Item === undefined ? null : (unmarshall(Item) as T);
}
