import { S3ServiceException } from '@aws-sdk/client-s3';

const names = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'InternalError',
  'RequestTimeout',
  'ThrottlingException',
]);

/** Whether S3 asked to come again later: it does nothing and promises nothing, so the request may be sent again. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof S3ServiceException &&
  (names.has(error.name) || error.$metadata.httpStatusCode === 503 || error.$metadata.httpStatusCode === 500);
