import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { ContractIssue } from '../../core/contracts/contract.ts';
import { TextScan, type TextShape } from '../../core/contracts/text-scan.ts';
import { isBomb, type UploadLimits, uploadLimits } from '../../core/contracts/upload-limits.ts';
import { gzipIssue } from './gzip-issue.ts';

/** Scans a CSV or JSON lines file, a chunk at a time, up to its first fault; gzip is inflated and counted on the way, and not kept. */
export async function scanTextFile(
  file: string,
  format: 'csv' | 'json-lines',
  isGzip = false,
  limits = uploadLimits,
): Promise<TextShape> {
  const scan = new TextScan(format, limits);
  const { size } = await stat(file);
  const stored = createReadStream(file, { highWaterMark: 1024 * 1024 });
  const inflating = isGzip ? createGunzip({ chunkSize: 1024 * 1024 }) : null;
  if (inflating !== null) stored.on('error', (error) => inflating.destroy(error)).pipe(inflating);
  let inflated = 0;
  try {
    for await (const chunk of inflating ?? stored) {
      inflated += (chunk as Buffer).length;
      if (isGzip ? isBomb(size, inflated, limits) : inflated > limits.inflatedBytes) {
        return { issue: bombIssue(size, inflated, limits) };
      }
      if (!scan.feed(chunk as Buffer)) break;
    }
  } catch (error) {
    const issue = gzipIssue(error);
    if (issue === null) throw error;
    return { issue };
  } finally {
    stored.destroy();
    inflating?.destroy();
  }
  return scan.end();
}

const bombIssue = (stored: number, inflated: number, limits: UploadLimits): ContractIssue => ({
  rule: 'file:bomb',
  expected: `at most ${limits.ratio} bytes inflated from each stored byte, and ${limits.inflatedBytes} in all`,
  received: `more than ${inflated} bytes from ${stored}`,
});
