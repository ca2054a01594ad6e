import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';
import { copyObject } from './copy-object.ts';

/** On the bucket; the copy needs `getObjectActions` and `putObjectActions` on the object. */
export const restoreObjectActions = ['s3:ListBucketVersions'] as const;

/**
 * Brings a deleted object back from its bucket's history.
 * @throws Error where the history has no version of it any more
 */
export async function restoreObject(bucket: string, key: string): Promise<void> {
  const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key }));
  const newest = (Versions ?? [])
    .filter((version) => version.Key === key && version.VersionId !== undefined)
    .sort((a, b) => (b.LastModified?.getTime() ?? 0) - (a.LastModified?.getTime() ?? 0))[0];
  if (newest === undefined) {
    throw new Error(`Cannot restore s3://${bucket}/${key}: the bucket's history has no version of it`);
  }
  await copyObject({ bucket, from: key, versionId: newest.VersionId, to: key });
}
