import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from './client.ts';

export const queryRecordsActions = ['dynamodb:Query'] as const;

/**
 * The records of one partition, in ascending order of their sort key, or descending (`newestFirst`); `prefix` narrows
 * them to sort keys that begin so. Without it nothing is said of the sort key, which costs an emulator that evaluates
 * each condition for each item of the partition half its time.
 */
export async function queryRecords<T>(request: {
  readonly table: string;
  readonly partition: string;
  readonly prefix?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
}): Promise<T[]> {
  const { prefix } = request;
  const records: T[] = [];
  let start: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await dynamodb.send(
      new QueryCommand({
        TableName: request.table,
        KeyConditionExpression: prefix === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: {
          ':pk': { S: request.partition },
          ...(prefix === undefined ? {} : { ':sk': { S: prefix } }),
        },
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
