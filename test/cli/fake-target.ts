import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemKey } from '../../core/registry/keys.ts';
import { type QueryRequest, queryItems } from '../support/query-items.ts';

/** One request as the fake target saw it: `CloudFormation.DescribeStacks`, `Lambda.Invoke ballast-dev-predict`, … */
export interface SeenCall {
  readonly call: string;
  readonly input: Record<string, unknown>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What a call is answered with; an error as the service words it. */
export type Answer =
  | { readonly body: unknown; readonly headers?: Record<string, string> }
  | { readonly error: string; readonly message: string };

type Handler = (input: Record<string, unknown>, times: number) => Answer;

const outputs = {
  Environment: 'dev',
  RegistryTable: 'registry',
  DataBucket: 'data',
  ModelBucket: 'models',
};

/**
 * A stand-in for the AWS services that the command line talks to, speaking their wire protocols: a stack with its
 * outputs, a table that answers GetItem and Query, and whatever else a test teaches it.
 */
export class FakeTarget {
  readonly calls: SeenCall[] = [];
  readonly #items = new Map<string, Map<string, object>>();
  readonly #objects = new Map<string, string | Buffer>();
  readonly #handlers = new Map<string, Handler>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const { status, type, body } = this.#answer(request, await text(request));
      response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'fake', ...this.#headers });
      response.end(body);
    });
    this.#teachBasics();
  }

  #teachBasics(): void {
    this.on('CloudFormation.DescribeStacks', () => ({ body: describeStacks(outputs) }));
    this.on('STS.GetCallerIdentity', () => ({ body: callerIdentity }));
    this.on('DynamoDB.GetItem', ({ Key }) => {
      const { pk, sk } = unmarshall(Key as never) as ItemKey;
      const found = this.#items.get(pk)?.get(sk);
      return { body: found === undefined ? {} : { Item: marshall(found, { removeUndefinedValues: true }) } };
    });
    this.on('DynamoDB.Query', (input) => {
      const items = [...this.#items].flatMap(([pk, partition]) =>
        [...partition].map(([sk, record]) => ({ key: { pk, sk }, record })),
      );
      return { body: queryItems(items, input as unknown as QueryRequest, Number.POSITIVE_INFINITY) };
    });
  }

  #headers: Record<string, string> = {};

  static async start(): Promise<FakeTarget> {
    const target = new FakeTarget();
    await new Promise<void>((resolve) => target.#server.listen(0, '127.0.0.1', resolve));
    return target;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Forgets what it saw, holds and was taught. */
  reset(): void {
    this.calls.length = 0;
    this.#items.clear();
    this.#objects.clear();
    this.#handlers.clear();
    this.#teachBasics();
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  put(key: ItemKey, record: object): void {
    const partition = this.#items.get(key.pk) ?? new Map<string, object>();
    this.#items.set(key.pk, partition.set(key.sk, { ...record, ...key }));
  }

  /** Puts an object of S3, by `<bucket>/<key>`. */
  putObject(name: string, body: string | Buffer): void {
    this.#objects.set(name, body);
  }

  deleteObject(name: string): void {
    this.#objects.delete(name);
  }

  /** Names of the objects of S3, in order. */
  get objects(): string[] {
    return [...this.#objects.keys()].sort();
  }

  /** An object of S3, or the list of those below a prefix, or nothing for one that it deletes; null where it is neither. */
  #object(method: string, address: string): string | Buffer | null {
    const url = new URL(address, 'http://fake');
    const name = decodeURIComponent(url.pathname.slice(1));
    if (method === 'DELETE' && this.#objects.delete(name)) return '';
    if (method !== 'GET' || url.searchParams.get('list-type') !== '2') {
      return method === 'GET' ? (this.#objects.get(name) ?? null) : null;
    }
    const bucket = name.replace(/[/]$/, '');
    const after = url.searchParams.get('start-after') ?? '';
    const contents = [...this.#objects]
      .map(([key, body]) => ({ key: key.slice(bucket.length + 1), bytes: body.length }))
      .filter(({ key }) => key.startsWith(url.searchParams.get('prefix') ?? '') && key > after)
      .map(
        ({ key, bytes }) =>
          `<Contents><Key>${key}</Key><Size>${bytes}</Size><LastModified>2026-11-22T19:50:12.000Z</LastModified></Contents>`,
      );
    return `<ListBucketResult><KeyCount>${contents.length}</KeyCount>${contents.sort().join('')}</ListBucketResult>`;
  }

  /** Teaches a call; `times` counts its calls from 1. */
  on(call: string, handler: Handler): void {
    this.#handlers.set(call, handler);
  }

  /** A function's answer: its result, or the error that it threw. */
  onFunction(name: string, answer: { readonly result: unknown } | { readonly thrown: string }): void {
    this.on(`Lambda.Invoke ${name}`, () => {
      if ('result' in answer) return { body: answer.result };
      this.#headers = { 'x-amz-function-error': 'Unhandled' };
      return { body: { errorType: 'Error', errorMessage: answer.thrown } };
    });
  }

  #answer(request: IncomingMessage, body: string): { status: number; type: string; body: string | Buffer } {
    const { call, input, xml } = parse(request, body);
    this.calls.push({ call, input, headers: request.headers });
    this.#headers = {};
    const times = this.calls.filter((seen) => seen.call === call).length;
    const object = xml ? this.#object(request.method ?? '', request.url ?? '') : null;
    const answer = this.#handlers.get(call)?.(input, times) ??
      (call.startsWith('PUT ') ? { body: '' } : null) ??
      (object === null ? null : { body: object }) ?? {
        error: 'ResourceNotFoundException',
        message: `the fake target was not taught ${call}`,
      };
    const type = xml ? 'text/xml' : 'application/x-amz-json-1.0';
    if ('body' in answer) {
      this.#headers = { ...this.#headers, ...('headers' in answer ? answer.headers : {}) };
      if (!xml) return { status: 200, type, body: JSON.stringify(answer.body) };
      return { status: 200, type, body: Buffer.isBuffer(answer.body) ? answer.body : String(answer.body) };
    }
    const { error, message } = answer;
    const shown = xml
      ? `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error></ErrorResponse>`
      : JSON.stringify({ __type: error, message, Message: message });
    return { status: 400, type, body: shown };
  }
}

function parse(
  request: IncomingMessage,
  body: string,
): { call: string; input: Record<string, unknown>; xml: boolean } {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') {
    const [service, operation] = target.split('.');
    const name = { DynamoDB_20120810: 'DynamoDB', AWSStepFunctions: 'SFN', Logs_20140328: 'Logs' }[
      service ?? ''
    ];
    return { call: `${name ?? service}.${operation}`, input: JSON.parse(body), xml: false };
  }
  const invoked = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '');
  if (invoked !== null) return { call: `Lambda.Invoke ${invoked[1]}`, input: JSON.parse(body), xml: false };
  const asked = /^\/endpoints\/([^/]+)\/invocations/.exec(request.url ?? '');
  if (asked !== null)
    return { call: `SageMaker.InvokeEndpoint ${asked[1]}`, input: JSON.parse(body), xml: false };
  const form = Object.fromEntries(new URLSearchParams(body));
  if (form.Action !== undefined) {
    const service = form.Action === 'GetCallerIdentity' ? 'STS' : 'CloudFormation';
    return { call: `${service}.${form.Action}`, input: form, xml: true };
  }
  return { call: `${request.method} ${request.url}`, input: {}, xml: true };
}

function describeStacks(values: Readonly<Record<string, string>>): string {
  const members = Object.entries(values).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>ballast-dev</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-22T19:40:00.000Z</CreationTime><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

const callerIdentity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/operator</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';
