import { PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/**
 * Writes an object only where none is: true if written, false if another writer came first.
 * Its actions are `putObjectActions`.
 */
export async function putTextIfAbsent(bucket: string, key: string, text: string): Promise<boolean> {
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: 'application/json',
        IfNoneMatch: '*',
      }),
    );
    return true;
  } catch (error) {
    const lost =
      error instanceof S3ServiceException &&
      (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict');
    if (lost) return false;
    throw error;
  }
}
