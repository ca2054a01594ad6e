import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';

/** A Query as the registry's adapter sends it: of one partition, with or without a beginning of the sort key. */
export interface QueryRequest {
  readonly ExpressionAttributeValues: Record<string, AttributeValue>;
  readonly ExclusiveStartKey?: Record<string, AttributeValue>;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
}

/** What DynamoDB answers to a Query over these items, in pages of at most `pageSize`. */
export function queryItems(
  items: readonly { readonly key: ItemKey; readonly record: object }[],
  request: QueryRequest,
  pageSize: number,
) {
  const { ':pk': pk, ':sk': prefix } = unmarshall(request.ExpressionAttributeValues) as {
    readonly ':pk': string;
    readonly ':sk'?: string;
  };
  // By their bytes in UTF-8.
  const order = (a: string, b: string): number =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)) * (request.ScanIndexForward === false ? -1 : 1);
  const start = request.ExclusiveStartKey;
  const after = start === undefined ? null : (unmarshall(start) as ItemKey).sk;
  const limit = Math.min(request.Limit ?? pageSize, pageSize);
  const page = items
    .filter(({ key }) => key.pk === pk && (prefix === undefined || key.sk.startsWith(prefix)))
    .filter(({ key }) => after === null || order(key.sk, after) > 0)
    .sort((a, b) => order(a.key.sk, b.key.sk))
    .slice(0, limit);
  return {
    Items: page.map(({ key, record }) => marshall({ ...record, ...key }, { removeUndefinedValues: true })),
    Count: page.length,
    // Where the limit was reached, be nothing left.
    ...(page.length < limit ? {} : { LastEvaluatedKey: marshall(page.at(-1)!.key) }),
  };
}
