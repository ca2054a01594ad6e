import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { ContractIssue } from '../../core/contracts/contract.ts';
import { gzipIssue } from './gzip-issue.ts';

/** The first kibibyte of what a gzip file holds, or why it cannot be inflated. */
export async function readGzipHead(file: string): Promise<Buffer | { readonly issue: ContractIssue }> {
  const stored = createReadStream(file);
  const inflating = createGunzip({ chunkSize: 1_024 });
  stored.on('error', (error) => inflating.destroy(error)).pipe(inflating);
  try {
    for await (const chunk of inflating) return chunk as Buffer;
    return Buffer.alloc(0);
  } catch (error) {
    const issue = gzipIssue(error);
    if (issue === null) throw error;
    return { issue };
  } finally {
    stored.destroy();
    inflating.destroy();
  }
}
