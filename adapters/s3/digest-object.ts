import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/**
 * SHA-256, hexadecimal, of one version of an object, read as a stream. Its actions are `getObjectActions`.
 * @throws Error when the object is longer than `maximumBytes`
 */
export async function digestObject(request: {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly maximumBytes: number;
}): Promise<string> {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: request.bucket, Key: request.key, VersionId: request.versionId }),
  );
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of Body as Readable) {
    bytes += (chunk as Buffer).length;
    if (bytes > request.maximumBytes) {
      throw new Error(
        `Cannot take s3://${request.bucket}/${request.key}: it is longer than ${request.maximumBytes} bytes`,
      );
    }
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
