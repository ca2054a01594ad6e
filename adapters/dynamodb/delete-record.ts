import { ConditionalCheckFailedException, DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { toKey } from './item.ts';
import type { Condition } from './put-record.ts';

export const deleteRecordActions = ['dynamodb:DeleteItem'] as const;

/** Deletes a record if it is there; false if the condition did not hold and it stays. */
export async function deleteRecord(table: string, key: ItemKey, condition?: Condition): Promise<boolean> {
  try {
    await dynamodb.send(
      new DeleteItemCommand({
        TableName: table,
        Key: toKey(key),
        ConditionExpression: condition?.expression,
        ExpressionAttributeNames: condition?.names,
        ExpressionAttributeValues: condition?.values ? marshall(condition.values) : undefined,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
