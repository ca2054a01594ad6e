import { GetObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/** The first bytes of one version of an object that is not empty. Its actions are `getObjectActions`. */
export async function getFirstBytes(request: {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly etag: string;
  readonly bytes: number;
}): Promise<Uint8Array> {
  const { bucket, key, versionId, etag, bytes } = request;
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      VersionId: versionId,
      IfMatch: etag,
      Range: `bytes=0-${bytes - 1}`,
    }),
  );
  if (Body === undefined) throw new Error(`Cannot read s3://${bucket}/${key}: the answer has no body`);
  return await Body.transformToByteArray();
}
