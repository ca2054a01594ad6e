import { expect, it } from 'vitest';
import { isPassing } from '../../../adapters/services/is-passing.ts';
import { CheckDied } from '../../../core/datasets/upload-ports.ts';

const error = (members: object): Error => Object.assign(new Error('no'), members);
const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });
const reasons = (...codes: string[]) => ({
  ...{ name: 'TransactionCanceledException', ...status(400) },
  CancellationReasons: codes.map((Code) => ({ Code })),
});

// Names and statuses as the services document them; those of the SDK's own list of what to repeat are among them.
it.each([
  ['Lambda at its reserved concurrency', { name: 'TooManyRequestsException', ...status(429) }],
  ['a Lambda function that is being deployed', { name: 'ResourceConflictException', ...status(409) }],
  ['DynamoDB above its throughput', { name: 'ProvisionedThroughputExceededException', ...status(400) }],
  ['DynamoDB that throttles', { name: 'ThrottlingException', ...status(400) }],
  ['a transaction whose twin is under way', { name: 'TransactionInProgressException', ...status(400) }],
  ['a transaction that met another', reasons('None', 'TransactionConflict')],
  ['S3 that asks to slow down', { name: 'SlowDown', ...status(503) }],
  ['any error of a service', { name: 'InternalError', ...status(500) }],
  ['a connection that broke', { code: 'ECONNRESET' }],
  ['a request that took too long', { name: 'TimeoutError' }],
])('%s passes', (_what, members) => expect(isPassing(error(members))).toBe(true));

it.each([
  ['a permission that lacks', { name: 'AccessDenied', ...status(403) }],
  ['a request that is wrong', { name: 'ValidationException', ...status(400) }],
  ['a condition that does not hold', { name: 'ConditionalCheckFailedException', ...status(400) }],
  ['a transaction whose condition does not hold', reasons('TransactionConflict', 'ConditionalCheckFailed')],
  ['an object that is gone', { name: 'NoSuchKey', ...status(404) }],
  ['a fault of ours', { name: 'TypeError' }],
])('%s does not', (_what, members) => expect(isPassing(error(members))).toBe(false));

it('does not take a file that killed its check for a service that is away', () => {
  expect(isPassing(new CheckDied('Task timed out after 420.00 seconds'))).toBe(false);
  expect(isPassing('TimeoutError')).toBe(false);
});
