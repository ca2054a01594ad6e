import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/** Granted on the bucket itself: `allow(listObjectsActions, 'model-bucket')` without a path. */
export const listObjectsActions = ['s3:ListBucket'] as const;

export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  readonly lastModified: Date;
}

/** Every object below a prefix, in the order of their keys. */
export async function listObjects(
  bucket: string,
  prefix: string,
  startAfter?: string,
): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  const pages = paginateListObjectsV2(
    { client: s3 },
    { Bucket: bucket, Prefix: prefix, StartAfter: startAfter },
  );
  for await (const { Contents } of pages) {
    for (const { Key, Size, LastModified } of Contents ?? []) {
      if (Key === undefined || Size === undefined || LastModified === undefined) {
        throw new Error(
          `Cannot list s3://${bucket}/${prefix}: the answer lacks the key, size or time of an object`,
        );
      }
      objects.push({ key: Key, bytes: Size, lastModified: LastModified });
    }
  }
  return objects;
}
