import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

export const deleteObjectActions = ['s3:DeleteObject'] as const;

/** Deletes an object; in a bucket that keeps versions its bytes stay in the history until its lifecycle ends them. */
export async function deleteObject(bucket: string, key: string): Promise<void> {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}
