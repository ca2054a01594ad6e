import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/** Writes a small text object. Its actions are `putObjectActions`. */
export async function putText(bucket: string, key: string, text: string, contentType = 'application/json') {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType }));
}
