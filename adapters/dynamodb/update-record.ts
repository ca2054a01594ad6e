import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { type Condition, conditionally } from './condition.ts';
import { toKey } from './item.ts';

export const updateRecordActions = ['dynamodb:UpdateItem'] as const;

/** The write happens only where the record exists. */
export const ifPresent: Condition = { expression: 'attribute_exists(pk)' };

/**
 * Sets some members of a record and leaves the others; false if the condition did not hold and nothing
 * was written. Without a condition the record must exist: an update never creates half a record.
 */
export async function updateRecord(
  table: string,
  key: ItemKey,
  set: Readonly<Record<string, unknown>>,
  condition: Condition = ifPresent,
): Promise<boolean> {
  const members = Object.entries(set).filter(([, value]) => value !== undefined);
  const names = Object.fromEntries(members.map(([name], index) => [`#set${index}`, name]));
  const values = Object.fromEntries(members.map(([, value], index) => [`:set${index}`, value]));
  return conditionally(() =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName: table,
        Key: toKey(key),
        UpdateExpression: `SET ${members.map((_, index) => `#set${index} = :set${index}`).join(', ')}`,
        ConditionExpression: condition.expression,
        ExpressionAttributeNames: { ...names, ...condition.names },
        ExpressionAttributeValues: marshall(
          { ...values, ...condition.values },
          { removeUndefinedValues: true },
        ),
      }),
    ),
  );
}
