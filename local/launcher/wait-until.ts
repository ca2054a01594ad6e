import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until the answer is true.
 * @throws Error naming what was waited for when the deadline passes; what `ready` throws ends the wait at once
 */
export async function waitUntil(
  ready: () => Promise<boolean>,
  options: { readonly what: string; readonly deadlineInSeconds: number; readonly everyMs?: number },
): Promise<void> {
  const deadline = Date.now() + options.deadlineInSeconds * 1_000;
  while (!(await ready())) {
    if (Date.now() > deadline) {
      throw new Error(`Cannot wait longer for ${options.what}: not so within ${options.deadlineInSeconds} s`);
    }
    await sleep(options.everyMs ?? 100);
  }
}
