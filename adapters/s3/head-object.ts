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
    const { VersionId, ETag, ContentLength, LastModified } = await s3.send(
      new HeadObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }),
    );
    if (ETag === undefined || ContentLength === undefined || LastModified === undefined) {
      throw new Error(
        `Cannot describe s3://${bucket}/${key}: the answer lacks its ETag, its length or its time of change`,
      );
    }
    // S3's own name for the one version of an object in a bucket that keeps no versions.
    return {
      versionId: VersionId ?? 'null',
      etag: ETag,
      bytes: ContentLength,
      lastModified: LastModified,
    };
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
    throw error;
  }
}
