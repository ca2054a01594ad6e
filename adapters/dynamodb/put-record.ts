import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { toItem } from './item.ts';

export const putRecordActions = ['dynamodb:PutItem'] as const;

/** A condition that must hold for a write, in DynamoDB's own expression language. */
export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** The write happens only where no record is yet. */
export const ifAbsent: Condition = { expression: 'attribute_not_exists(pk)' };

/** Writes a record; false if the condition did not hold and nothing was written. */
export async function putRecord(
  table: string,
  key: ItemKey,
  record: object,
  condition?: Condition,
): Promise<boolean> {
  try {
    await dynamodb.send(
      new PutItemCommand({
        TableName: table,
        Item: toItem(key, record),
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
