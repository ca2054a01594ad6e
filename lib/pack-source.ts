import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { sourceDigest } from '../core/training/source-digest.ts';

/** A model's Python source, packed as SageMaker's script mode takes it. */
export interface PackedSource {
  readonly file: string;
  /** SHA-256 over names and contents, hexadecimal: the same source gives the same digest everywhere. */
  readonly digest: string;
}

const belongs = (name: string): boolean =>
  (name.endsWith('.py') && !name.startsWith('test_')) || name === 'requirements.txt';

/**
 * Packs the scripts of `directory` (and, over them, those of `overlay`) as `sourcedir.tar.gz`.
 * @throws Error when `train.py` or `inference.py` is missing
 */
export function packSource(directory: string, file: string, overlay?: string): PackedSource {
  const sources = new Map<string, string>();
  for (const folder of overlay === undefined ? [directory] : [directory, overlay]) {
    for (const name of readdirSync(folder).filter(belongs)) sources.set(name, join(folder, name));
  }
  for (const needed of ['train.py', 'inference.py']) {
    if (!sources.has(needed)) {
      throw new Error(`Cannot pack the source of ${directory}: ${needed} is missing; script mode needs it`);
    }
  }
  const names = [...sources.keys()].sort();
  const digest = sourceDigest(new Map(names.map((name) => [name, readFileSync(sources.get(name)!)])));
  mkdirSync(dirname(file), { recursive: true });
  const staging = mkdtempSync(join(tmpdir(), 'ballast-source-'));
  try {
    for (const name of names) copyFileSync(sources.get(name)!, join(staging, name));
    create({ file, cwd: staging, gzip: true, portable: true, mtime: new Date(0), sync: true }, names);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return { file, digest };
}
