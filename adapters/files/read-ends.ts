import { open } from 'node:fs/promises';

/** The first and the last bytes of a file, and its length. */
export async function readEnds(
  file: string,
): Promise<{ readonly head: Buffer; readonly tail: Buffer; readonly bytes: number }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(Math.min(size, 1_024));
    const tail = Buffer.alloc(Math.min(size, 8));
    await handle.read(head, 0, head.length, 0);
    await handle.read(tail, 0, tail.length, size - tail.length);
    return { head, tail, bytes: size };
  } finally {
    await handle.close();
  }
}
