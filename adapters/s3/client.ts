import { S3Client } from '@aws-sdk/client-s3';

/** One client per process: connections are reused between invocations. */
export const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
