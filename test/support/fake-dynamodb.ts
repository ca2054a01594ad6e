import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { MemoryAws } from '../lambdas/memory-aws.ts';
import type { WireAnswer, WireRequest } from './fault-proxy.ts';
import { type QueryRequest, queryItems } from './query-items.ts';

type Item = Record<string, AttributeValue>;

interface PutRequest {
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

/** What a page holds; DynamoDB's holds a megabyte. */
const pageSize = 50;

const answer = (body: object, statusCode = 200): WireAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(body),
});

const failure = (name: string, more: object = {}): WireAnswer =>
  answer({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, ...more }, 400);

/** DynamoDB on the wire, as far as the registry's writes need it: conditions, sizes, and tokens of transactions. */
export class FakeDynamodb {
  readonly memory = new MemoryAws();
  /** Every transaction that had its effect. */
  transactions = 0;
  /** Transactions that are cancelled by a conflict before one goes through. */
  conflicts = 0;
  /** Items that queries have read, and that AWS would charge for. */
  itemsRead = 0;
  readonly #tokens = new Map<string, string>();

  readonly serve = ({ headers, body }: WireRequest): WireAnswer => {
    const operation = headers['x-amz-target']!.split('.')[1]!;
    const text = new TextDecoder().decode(body as Uint8Array);
    const request = JSON.parse(text);
    if (operation === 'PutItem') return this.#put(request);
    if (operation === 'GetItem') return this.#get(unmarshall(request.Key) as ItemKey);
    if (operation === 'Query') return this.#query(request);
    if (operation === 'TransactWriteItems') return this.#transact(request, text);
    throw new Error(`Cannot serve ${operation}: this stand-in does not know it`);
  };

  #put(put: PutRequest): WireAnswer {
    if (tooLarge(put)) return failure('ValidationException');
    if (!this.#holds(put)) return failure('ConditionalCheckFailedException');
    this.#write(put);
    return answer({});
  }

  #get(key: ItemKey): WireAnswer {
    const record = this.memory.get<object>(key);
    return answer(record === null ? {} : { Item: marshall(record) });
  }

  #query(request: QueryRequest): WireAnswer {
    const page = queryItems([...this.memory.records.values()], request, pageSize);
    this.itemsRead += page.Count;
    return answer(page);
  }

  #transact(
    request: {
      readonly ClientRequestToken: string;
      readonly TransactItems: readonly { readonly Put: PutRequest }[];
    },
    text: string,
  ): WireAnswer {
    const { ClientRequestToken: token, TransactItems: items } = request;
    const known = this.#tokens.get(token);
    if (known !== undefined)
      return known === text ? answer({}) : failure('IdempotentParameterMismatchException');
    const cancelled = (codes: readonly string[]): WireAnswer =>
      failure('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });
    if (this.conflicts > 0) {
      this.conflicts--;
      return cancelled(items.map(() => 'TransactionConflict'));
    }
    if (items.some(({ Put }) => tooLarge(Put))) return failure('ValidationException');
    const codes = items.map(({ Put }) => (this.#holds(Put) ? 'None' : 'ConditionalCheckFailed'));
    if (codes.includes('ConditionalCheckFailed')) return cancelled(codes);
    for (const { Put } of items) this.#write(Put);
    this.#tokens.set(token, text);
    this.transactions++;
    return answer({});
  }

  #holds({ Item, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }: PutRequest) {
    if (ConditionExpression === undefined) return true;
    return this.memory.holds(keyOf(Item), {
      expression: ConditionExpression,
      ...(ExpressionAttributeNames === undefined ? {} : { names: ExpressionAttributeNames }),
      ...(ExpressionAttributeValues === undefined ? {} : { values: unmarshall(ExpressionAttributeValues) }),
    });
  }

  #write({ Item }: PutRequest): void {
    const { pk: _, sk: __, ...record } = unmarshall(Item);
    this.memory.put(keyOf(Item), record);
  }
}

const keyOf = (item: Item): ItemKey => {
  const { pk, sk } = unmarshall({ pk: item.pk!, sk: item.sk! });
  return { pk, sk };
};

/** Of an item and of a sort key, as DynamoDB counts them but for a few bytes. */
const tooLarge = ({ Item }: PutRequest): boolean =>
  Buffer.byteLength(keyOf(Item).sk) > 1_024 || Buffer.byteLength(JSON.stringify(Item)) > 400 * 1_024;
