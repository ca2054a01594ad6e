import { HeadObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

export const headObjectActions = ['s3:GetObject', 's3:GetObjectVersion'] as const;

export interface ObjectHead {
  readonly versionId: string;
  readonly etag: string;
  readonly bytes: number;
  readonly lastModified: Date;
}

/** The newest version of an object (or the one asked for), or null where there is none. */
export async function headObject(
  bucket: string,
  key: string,
  versionId?: string,
): Promise<ObjectHead | null> {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    return {
      versionId: head.VersionId ?? 'null',
      etag: head.ETag ?? '',
      bytes: head.ContentLength ?? 0,
      lastModified: head.LastModified ?? new Date(0),
    };
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
    throw error;
  }
}
