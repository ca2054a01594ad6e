import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/** The registry's items of one partition whose sort key begins with `prefix`, in its order. */
export async function queryRegistry<T>(table: string, partition: string, prefix: string): Promise<T[]> {
  const pages = paginateQuery(
    { client: new DynamoDBClient({}) },
    {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': { S: partition }, ':sk': { S: prefix } },
      ConsistentRead: true,
    },
  );
  const items: T[] = [];
  for await (const { Items } of pages) items.push(...(Items ?? []).map((item) => unmarshall(item) as T));
  return items;
}
