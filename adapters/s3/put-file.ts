import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

export const putObjectActions = ['s3:PutObject'] as const;

/** Up to this size a file is sent from memory, so that the SDK can send it again when S3 asks to slow down. */
const replayableBytes = 64 * 1024 * 1024;

/** Uploads a file and answers with the version that it became. */
export async function putFile(request: {
  readonly bucket: string;
  readonly key: string;
  readonly file: string;
  readonly contentType?: string;
}): Promise<{ readonly versionId: string | undefined; readonly etag: string | undefined }> {
  const { size } = await stat(request.file);
  const { VersionId, ETag } = await s3.send(
    new PutObjectCommand({
      Bucket: request.bucket,
      Key: request.key,
      Body: size <= replayableBytes ? await readFile(request.file) : createReadStream(request.file),
      ContentLength: size,
      ContentType: request.contentType,
    }),
  );
  return { versionId: VersionId, etag: ETag };
}
