/** Refusals that pass but come with a status of their own caller's fault (400). */
const names = new Set([
  'BandwidthLimitExceeded',
  'InternalException',
  'InternalFailure',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestTimeout',
  'RequestTimeoutException',
  'ResourceConflictException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

/** Of Node's: the service could not be reached, or the connection broke. */
const codes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'EPIPE', 'ETIMEDOUT']);

/** Why a DynamoDB transaction was cancelled, where the same one may succeed later. */
const cancellations = new Set(['TransactionConflict', 'ProvisionedThroughputExceeded', 'ThrottlingError']);

/** What errors of the SDK and of Node say about themselves. */
interface Described {
  readonly name?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
}

/**
 * Whether a call to a service failed for a reason that passes: it is busy, away, or works on the same item for somebody
 * else. The same call may be made again later; all that we make are safe to repeat.
 */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $metadata, CancellationReasons } = error as Described;
  const status = $metadata?.httpStatusCode ?? 0;
  if (status === 429 || status >= 500) return true;
  if ((name !== undefined && names.has(name)) || (code !== undefined && codes.has(code))) return true;
  const reasons = (CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
  return !reasons.includes('ConditionalCheckFailed') && reasons.some((reason) => cancellations.has(reason));
}
