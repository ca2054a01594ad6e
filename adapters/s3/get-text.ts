import { GetObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/** The whole of a small text object. Its actions are `getObjectActions`. */
export async function getText(bucket: string, key: string, versionId?: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  if (Body === undefined) throw new Error(`Cannot read s3://${bucket}/${key}: the answer has no body`);
  return Body.transformToString();
}
