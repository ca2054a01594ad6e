import { createHash } from 'node:crypto';

/**
 * SHA-256, hexadecimal, over names and contents of a model's scripts: the same source gives the same digest however it
 * is packed.
 */
export function sourceDigest(files: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const name of [...files.keys()].sort()) {
    hash.update(`${name}\0`).update(files.get(name)!).update('\0');
  }
  return hash.digest('hex');
}
