import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { HeadObjectCommand, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { retry } from '../../core/retry.ts';
import { s3 } from './client.ts';
import { isThrottled } from './is-throttled.ts';

const deadlineInMilliseconds = 5 * 60_000;
/** Up to this size a file is sent from memory. */
const replayableBytes = 64 * 1024 * 1024;
/** What S3 takes in one request. */
const mostBytes = 5 * 1024 ** 3;

/** What became of a file: its content was there already, or it was sent and is this version now. */
export type Pushed =
  | { readonly kind: 'there'; readonly versionId: string }
  | { readonly kind: 'sent'; readonly versionId: string };

/**
 * Sends a file unless the object holds exactly it. S3 checks the SHA-256 on arrival and keeps it with the object, so
 * that the next push asks and sends nothing. Waits with jitter when S3 asks to slow down, for five minutes.
 * @param sha256 of the file, hexadecimal
 * @throws Error where the file is longer than one request may be
 */
export async function pushFile(request: {
  readonly bucket: string;
  readonly key: string;
  readonly file: string;
  readonly sha256: string;
}): Promise<Pushed> {
  const { bucket: Bucket, key: Key, file, sha256 } = request;
  const patient = <T>(work: () => Promise<T>) => retry(work, { passes: isThrottled, deadlineInMilliseconds });
  const there = await patient(async () => {
    try {
      return await s3.send(new HeadObjectCommand({ Bucket, Key }));
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
      throw error;
    }
  });
  if (there !== null && there.Metadata?.sha256 === sha256) {
    return { kind: 'there', versionId: there.VersionId ?? 'null' };
  }
  const { size } = await stat(file);
  if (size > mostBytes) {
    throw new Error(
      `Cannot push '${file}': ${size} bytes, one object takes ${mostBytes} in one request; split the file`,
    );
  }
  const { VersionId } = await patient(async () =>
    s3.send(
      new PutObjectCommand({
        ...{ Bucket, Key, ContentLength: size },
        Body: size <= replayableBytes ? await readFile(file) : createReadStream(file),
        ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
        Metadata: { sha256 },
      }),
    ),
  );
  return { kind: 'sent', versionId: VersionId ?? 'null' };
}
