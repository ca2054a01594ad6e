import { type ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { vi } from 'vitest';

/** Has S3 answer with these pages in turn; what was asked for each. */
export function answerInPages(pages: readonly object[]): object[] {
  const asked: object[] = [];
  vi.spyOn(S3Client.prototype, 'send').mockImplementation((async ({ input }: ListObjectsV2Command) => {
    asked.push({ ...input });
    return pages[asked.length - 1];
  }) as never);
  return asked;
}
