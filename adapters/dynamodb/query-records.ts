import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { dynamodb } from './client.ts';
import { toKey } from './item.ts';

export const queryRecordsActions = ['dynamodb:Query'] as const;

/** No sort key that begins with a prefix comes after the prefix and this. */
const greatest = '\u{10ffff}';

/**
 * The records of one partition, in ascending order of their sort key, or descending (`newestFirst`); `prefix` narrows
 * them to sort keys that begin so. An emulator evaluates each condition for each item of the partition, so nothing is said
 * of the sort key where that can be done without: the last few of a prefix are the first few backwards from its end.
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
  const isLastFew = prefix !== undefined && request.newestFirst === true && request.limit !== undefined;
  const condition = prefix === undefined || isLastFew ? null : prefix;
  let start: QueryCommandOutput['LastEvaluatedKey'] = isLastFew
    ? toKey({ pk: request.partition, sk: `${prefix}${greatest}` })
    : undefined;
  do {
    const page: QueryCommandOutput = await dynamodb.send(
      new QueryCommand({
        TableName: request.table,
        KeyConditionExpression: condition === null ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: {
          ':pk': { S: request.partition },
          ...(condition === null ? {} : { ':sk': { S: condition } }),
        },
        ConsistentRead: true,
        ScanIndexForward: !(request.newestFirst ?? false),
        Limit: request.limit,
        ExclusiveStartKey: start,
      }),
    );
    const items = page.Items ?? [];
    const within = isLastFew ? items.filter(({ sk }) => sk!.S!.startsWith(prefix)) : items;
    for (const item of within) records.push(unmarshall(item) as T);
    start = within.length < items.length ? undefined : page.LastEvaluatedKey;
  } while (start !== undefined && (request.limit === undefined || records.length < request.limit));
  return request.limit === undefined ? records : records.slice(0, request.limit);
}
