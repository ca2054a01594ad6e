import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from './client.ts';

export const queryRecordsActions = ['dynamodb:Query'] as const;

/** The records of one partition whose sort key begins with `prefix`, ascending, or the newest first. */
export async function queryRecords<T>(request: {
  readonly table: string;
  readonly partition: string;
  readonly prefix: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}): Promise<T[]> {
  const records: T[] = [];
  let start: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await dynamodb.send(
      new QueryCommand({
        TableName: request.table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: request.partition }, ':sk': { S: request.prefix } },
        ConsistentRead: true,
        ScanIndexForward: !(request.newestFirst ?? false),
        Limit: request.limit,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of page.Items ?? []) records.push(unmarshall(item) as T);
    start = page.LastEvaluatedKey;
  } while (start !== undefined && (request.limit === undefined || records.length < request.limit));
  return request.limit === undefined ? records : records.slice(0, request.limit);
}
