import { type ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { onTestFinished, vi } from 'vitest';

/** Has S3 answer with these pages in turn until the test ends; what was asked for each. */
export function answerInPages(pages: readonly object[]): object[] {
  const asked: object[] = [];
  const send = vi.spyOn(S3Client.prototype, 'send').mockImplementation((async ({
    input,
  }: ListObjectsV2Command) => {
    asked.push({ ...input });
    return pages[asked.length - 1];
  }) as never);
  onTestFinished(() => send.mockRestore());
  return asked;
}
