import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

export const getObjectActions = ['s3:GetObject', 's3:GetObjectVersion'] as const;

/**
 * Streams one object, or one version of it, to a file. With `etag`, an object that was overwritten
 * meanwhile is refused with `PreconditionFailed` rather than read. Answers with when that version was written.
 */
export async function getObjectToFile(request: {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly etag?: string;
  readonly file: string;
}): Promise<{ readonly lastModified: Date | undefined }> {
  const { Body, LastModified } = await s3.send(
    new GetObjectCommand({
      Bucket: request.bucket,
      Key: request.key,
      VersionId: request.versionId,
      IfMatch: request.etag,
    }),
  );
  await pipeline(Body as Readable, createWriteStream(request.file));
  return { lastModified: LastModified };
}
