import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { s3 } from './client.ts';
import { headObject, type ObjectHead } from './head-object.ts';

/** Granted on the target where objects above 5 GiB are copied, besides `putObjectActions`: a copy that failed leaves no parts. */
export const abortCopyActions = ['s3:AbortMultipartUpload'] as const;

/** What S3 copies in one request. */
const mostBytes = 5 * 1024 ** 3;
/** An object has at most 10,000 parts: enough for 10 TiB. */
const partBytes = 1024 ** 3;
const partsAtOnce = 16;

/**
 * Copies an object, or one version of it; above 5 GiB in parts. Needs `getObjectActions` on the source and `putObjectActions` on
 * the target. The copy has no tags: to take over those of an uploader, S3 would ask for permission to read and write tags.
 * @throws Error where the source is not there
 */
export async function copyObject(request: {
  readonly bucket: string;
  /** Where the source is, if not in the same bucket. */
  readonly fromBucket?: string;
  readonly from: string;
  readonly versionId?: string;
  readonly to: string;
}): Promise<void> {
  const fromBucket = request.fromBucket ?? request.bucket;
  const source = await headObject(fromBucket, request.from, request.versionId);
  if (source === null) throw new Error(`Cannot copy s3://${fromBucket}/${request.from}: it is not there`);
  const version = request.versionId === undefined ? '' : `?versionId=${request.versionId}`;
  const from = `${fromBucket}/${request.from.split('/').map(encodeURIComponent).join('/')}${version}`;
  if (source.bytes > mostBytes) return await copyInParts({ ...request, from, source });
  await s3.send(
    new CopyObjectCommand({
      Bucket: request.bucket,
      Key: request.to,
      CopySource: from,
      TaggingDirective: 'REPLACE',
    }),
  );
}

async function copyInParts(request: {
  readonly bucket: string;
  readonly to: string;
  readonly from: string;
  readonly source: ObjectHead;
}): Promise<void> {
  const { from, source } = request;
  const target = { Bucket: request.bucket, Key: request.to };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
  const parts: CompletedPart[] = [];
  const count = Math.ceil(source.bytes / partBytes);
  let next = 0;
  const copy = async (): Promise<void> => {
    while (next < count) {
      const part = next++;
      const last = Math.min(source.bytes, (part + 1) * partBytes) - 1;
      const { CopyPartResult } = await s3.send(
        new UploadPartCopyCommand({
          ...target,
          UploadId,
          PartNumber: part + 1,
          CopySource: from,
          // An object that is overwritten meanwhile is not mixed with what it was.
          CopySourceIfMatch: source.etag,
          CopySourceRange: `bytes=${part * partBytes}-${last}`,
        }),
      );
      parts[part] = { PartNumber: part + 1, ETag: CopyPartResult?.ETag };
    }
  };
  try {
    await Promise.all(Array.from({ length: partsAtOnce }, copy));
    await s3.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: parts } }),
    );
  } catch (error) {
    next = count;
    await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
    throw error;
  }
}
