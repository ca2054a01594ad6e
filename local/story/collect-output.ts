import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What a process printed. */
export interface Ended {
  /** Its exit code, -1 where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Reads what a process prints until it has ended. How long that may take is up to whoever started it.
 * @throws Error where the process cannot be started
 */
export async function collectOutput(
  child: ChildProcess & { readonly stdout: Readable; readonly stderr: Readable },
): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? -1));
  });
  return { code, ...text };
}
