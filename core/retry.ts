/** Time as `retry` sees it: a test gives its own. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** In [0, 1). */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: () => Math.random(),
};

const firstInMilliseconds = 100;
const longestInMilliseconds = 10_000;

/**
 * Does something again while it fails for a reason that passes. Each wait is drawn evenly from zero to a bound that
 * doubles ("full jitter": M. Brooker, Exponential Backoff and Jitter, 2015), so that many callers do not come back
 * at once.
 * @throws what `work` has thrown, when its reason does not pass or the deadline has come
 */
export async function retry<T>(
  work: () => Promise<T>,
  options: {
    readonly passes: (error: unknown) => boolean;
    readonly deadlineInMilliseconds: number;
    readonly clock?: Clock;
  },
): Promise<T> {
  const clock = options.clock ?? systemClock;
  const deadline = clock.now() + options.deadlineInMilliseconds;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const wait = clock.random() * Math.min(longestInMilliseconds, firstInMilliseconds * 2 ** attempt);
      if (!options.passes(error) || clock.now() + wait >= deadline) throw error;
      await clock.sleep(wait);
    }
  }
}
