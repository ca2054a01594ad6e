import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { type Condition, conditionally, conditionMembers } from './condition.ts';
import { toItem } from './item.ts';

export const putRecordActions = ['dynamodb:PutItem'] as const;

/** The write happens only where no record is yet. */
export const ifAbsent: Condition = { expression: 'attribute_not_exists(pk)' };

/** Writes a record; false if the condition did not hold and nothing was written. */
export async function putRecord(
  table: string,
  key: ItemKey,
  record: object,
  condition?: Condition,
): Promise<boolean> {
  return conditionally(() =>
    dynamodb.send(
      new PutItemCommand({ TableName: table, Item: toItem(key, record), ...conditionMembers(condition) }),
    ),
  );
}
