import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { s3 } from '../../../adapters/s3/client.ts';
import { digestArchive } from '../../../adapters/s3/digest-archive.ts';

const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'digest-archive-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function packed(files: Readonly<Record<string, Buffer | string>>): Promise<Buffer> {
  const source = join(folder, 'source');
  mkdirSync(join(source, 'code'), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(source, name), content);
  await create({ gzip: true, cwd: source, file: join(folder, 'a.tar.gz') }, ['.']);
  return readFileSync(join(folder, 'a.tar.gz'));
}

/** Digests an archive that S3 delivers in pieces. */
function digest(bytes: Buffer, options: { maximumBytes?: number; keep?: (path: string) => boolean } = {}) {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 1_000) pieces.push(bytes.subarray(at, at + 1_000));
  vi.spyOn(s3, 'send').mockImplementation((async () => ({ Body: Readable.from(pieces) })) as never);
  return digestArchive({ bucket: 'b', key: 'a.tar.gz', maximumBytes: 1e9, ...options });
}

describe('digestArchive', () => {
  it('digests the archive and each file in it, and keeps the content asked for', async () => {
    const large = randomBytes(300_000);
    const bytes = await packed({ 'model.ubj': large, 'code/train.py': 'print()', 'environment.json': '{}' });
    const {
      entries,
      contents,
      digest: whole,
    } = await digest(bytes, {
      keep: (path) => path === 'environment.json',
    });
    expect(whole).toBe(sha256(bytes));
    expect(entries).toEqual({
      'model.ubj': sha256(large),
      'code/train.py': sha256('print()'),
      'environment.json': sha256('{}'),
    });
    expect([...contents].map(([name, content]) => [name, content.toString()])).toEqual([
      ['environment.json', '{}'],
    ]);
  });

  it('refuses an archive that is too long', async () => {
    const bytes = await packed({ 'model.ubj': randomBytes(10_000) });
    await expect(digest(bytes, { maximumBytes: 5_000 })).rejects.toThrow(
      'Cannot take s3://b/a.tar.gz: it is longer than 5000 bytes',
    );
  });

  it('refuses a bomb', async () => {
    const bytes = await packed({ 'model.ubj': Buffer.alloc(64 * 1024 ** 2) });
    await expect(digest(bytes)).rejects.toThrow(
      /decompression ratio exceeded|expands to more than 1000 times its size/,
    );
  });

  it.each([
    ['no archive at all', Buffer.from('<Error>AccessDenied</Error>')],
    ['something else that is compressed', gzipSync('not a tar file, though long enough'.repeat(100))],
  ])('refuses %s', async (_what, bytes) => {
    await expect(digest(bytes)).rejects.toThrow('it cannot be read as .tar.gz');
  });

  it('refuses an archive that breaks off', async () => {
    const bytes = await packed({ 'model.ubj': randomBytes(50_000) });
    await expect(digest(bytes.subarray(0, 20_000))).rejects.toThrow('it cannot be read as .tar.gz');
  });
});
