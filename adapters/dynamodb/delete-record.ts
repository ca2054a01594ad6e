import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { dynamodb } from './client.ts';
import { type Condition, conditionally, conditionMembers } from './condition.ts';
import { toKey } from './item.ts';

export const deleteRecordActions = ['dynamodb:DeleteItem'] as const;

/** Deletes a record if it is there; false if the condition did not hold and it stays. */
export async function deleteRecord(table: string, key: ItemKey, condition?: Condition): Promise<boolean> {
  return conditionally(() =>
    dynamodb.send(
      new DeleteItemCommand({ TableName: table, Key: toKey(key), ...conditionMembers(condition) }),
    ),
  );
}
