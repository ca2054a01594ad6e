import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { ContractIssue } from '../../core/contracts/contract.ts';
import { isBomb, uploadLimits } from '../../core/contracts/upload-limits.ts';

class Bomb extends Error {}

/** Inflates a gzip file, counting as it goes: null if all went well, else why the file is refused. */
export async function inflateFile(from: string, to: string): Promise<ContractIssue | null> {
  const { size } = await stat(from);
  let inflated = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      inflated += chunk.length;
      if (isBomb(size, inflated)) done(new Bomb());
      else done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(from), createGunzip(), meter, createWriteStream(to));
    return null;
  } catch (error) {
    if (error instanceof Bomb) {
      const { ratio, inflatedBytes } = uploadLimits;
      return {
        rule: 'file:bomb',
        expected: `at most ${ratio} bytes inflated from each stored byte, and ${inflatedBytes} in all`,
        received: `more than ${inflated} bytes from ${size}`,
      };
    }
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    return {
      rule: 'file:unreadable',
      expected: 'a whole gzip file',
      received: `${(error as Error).message} (${code})`,
    };
  }
}
