import { createReadStream } from 'node:fs';
import { TextScan, type TextShape } from '../../core/contracts/text-scan.ts';

/** Scans a CSV or JSON lines file, a chunk at a time, up to its first fault. */
export async function scanTextFile(file: string, format: 'csv' | 'json-lines'): Promise<TextShape> {
  const scan = new TextScan(format);
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    if (!scan.feed(chunk as Buffer)) break;
  }
  return scan.end();
}
