import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/**
 * Needs `getObjectActions` on the source and `putObjectActions` on the target. The copy has no tags: to take over those
 * of an uploader, S3 would ask for permission to read and write tags.
 */
export async function copyObject(request: {
  readonly bucket: string;
  /** Where the source is, if not in the same bucket. */
  readonly fromBucket?: string;
  readonly from: string;
  readonly versionId?: string;
  readonly to: string;
}): Promise<void> {
  const version = request.versionId === undefined ? '' : `?versionId=${request.versionId}`;
  await s3.send(
    new CopyObjectCommand({
      Bucket: request.bucket,
      Key: request.to,
      CopySource: `${request.fromBucket ?? request.bucket}/${request.from.split('/').map(encodeURIComponent).join('/')}${version}`,
      TaggingDirective: 'REPLACE',
    }),
  );
}
