import { S3ServiceException } from '@aws-sdk/client-s3';

const names = new Set(['NoSuchKey', 'NoSuchVersion', 'NotFound', 'PreconditionFailed', 'MethodNotAllowed']);

/** Whether S3 refused a read because the object version asked for is not there (any more), or is another. */
export const isGone = (error: unknown): boolean =>
  error instanceof S3ServiceException && names.has(error.name);
