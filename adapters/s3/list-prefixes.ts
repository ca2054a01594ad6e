import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { s3 } from './client.ts';

/** The "folders" directly below a prefix, each with its slash. Its actions are `listObjectsActions`. */
export async function listPrefixes(bucket: string, prefix: string): Promise<string[]> {
  const prefixes: string[] = [];
  let continuation: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        Delimiter: '/',
        ContinuationToken: continuation,
      }),
    );
    for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix !== undefined) prefixes.push(Prefix);
    continuation = page.NextContinuationToken;
  } while (continuation !== undefined);
  return prefixes;
}
