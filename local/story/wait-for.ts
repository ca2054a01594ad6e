import { setTimeout as sleep } from 'node:timers/promises';

/** A wait that came to its deadline: says what was awaited and what was there instead. */
export class DeadlinePassed extends Error {
  constructor(what: string, seconds: number, last: string) {
    super(`Waited ${seconds} s in vain for ${what}; last seen: ${last}`);
    this.name = 'DeadlinePassed';
  }
}

/**
 * Asks until the answer is not null.
 * @throws DeadlinePassed with what `describe` says of the last state
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null>,
  options: { readonly seconds: number; readonly everySeconds?: number; readonly describe?: () => string },
): Promise<T> {
  const deadline = Date.now() + options.seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() > deadline) {
      throw new DeadlinePassed(what, options.seconds, options.describe?.() ?? 'nothing');
    }
    await sleep((options.everySeconds ?? 0.5) * 1_000);
  }
}
