import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/** The "folders" directly below a prefix, each with its slash. Its actions are `listObjectsActions`. */
export async function listPrefixes(bucket: string, prefix: string): Promise<string[]> {
  const prefixes: string[] = [];
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix, Delimiter: '/' });
  for await (const { CommonPrefixes } of pages) {
    for (const { Prefix } of CommonPrefixes ?? []) if (Prefix !== undefined) prefixes.push(Prefix);
  }
  return prefixes;
}
