import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Parser, type ReadEntry } from 'tar';
import { s3 } from './client.ts';

const maximumEntries = 10_000;
/** More expanded bytes per byte of the archive are a bomb. */
const maximumRatio = 1_000;

export interface DigestedArchive {
  /** SHA-256, hexadecimal, of the archive itself. */
  readonly digest: string;
  /** SHA-256, hexadecimal, of each file in it, by its path. */
  readonly entries: Readonly<Record<string, string>>;
  /** Content of the files asked for, where they are there. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

/** A longer file is not kept, though it is digested. */
const mostKeptBytes = 16 * 1024 ** 2;

/**
 * Digests one version of a `.tar.gz` object and each file in it, read as one stream: nothing is unpacked to disk. Its
 * actions are `getObjectActions`.
 * @throws Error when the archive cannot be read, is longer than `maximumBytes`, or expands beyond reason
 */
export async function digestArchive(request: {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
  readonly maximumBytes: number;
  /** Which files to keep the content of, by their paths. */
  readonly keep?: (path: string) => boolean;
}): Promise<DigestedArchive> {
  const { bucket, key, versionId, maximumBytes } = request;
  const refuse = (reason: string) => new Error(`Cannot take s3://${bucket}/${key}: ${reason}`);
  const entries: Record<string, string> = {};
  const contents = new Map<string, Buffer>();
  let count = 0;
  let read = 0;
  let expanded = 0;
  let problem: Error | undefined;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry: ReadEntry) => {
      const path = entry.path.replace(/^\.\//, '');
      if (++count > maximumEntries) problem ??= refuse(`it has more than ${maximumEntries} entries`);
      const hash = createHash('sha256');
      const kept: Buffer[] = [];
      let length = 0;
      entry.on('data', (chunk: Buffer) => {
        hash.update(chunk);
        length += chunk.length;
        expanded += chunk.length;
        if (expanded > maximumRatio * Math.max(read, 1024)) {
          problem ??= refuse(`it expands to more than ${maximumRatio} times its size`);
        }
        if (request.keep?.(path) && length <= mostKeptBytes) kept.push(chunk);
      });
      entry.on('end', () => {
        if (entry.type !== 'File' && entry.type !== 'OldFile' && entry.type !== 'ContiguousFile') return;
        entries[path] = hash.digest('hex');
        if (request.keep?.(path) && length <= mostKeptBytes) contents.set(path, Buffer.concat(kept));
      });
    },
  });
  parser.on('error', (error: Error) => {
    problem ??= refuse(`it cannot be read as .tar.gz (${error.message})`);
  });
  const ended = new Promise<void>((resolve) => {
    parser.on('end', resolve);
    parser.on('error', () => resolve());
  });
  const whole = createHash('sha256');
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
  for await (const chunk of Body as Readable) {
    read += (chunk as Buffer).length;
    if (read > maximumBytes) problem ??= refuse(`it is longer than ${maximumBytes} bytes`);
    if (problem !== undefined) throw problem;
    whole.update(chunk as Buffer);
    if (!parser.write(chunk as Buffer)) await Promise.race([once(parser, 'drain'), ended]);
  }
  parser.end();
  await ended;
  if (problem !== undefined) throw problem;
  return { digest: whole.digest('hex'), entries, contents };
}
