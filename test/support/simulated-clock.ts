import type { Clock } from '../../core/retry.ts';

/** Time that passes only by sleeping. */
export function simulatedClock(random: () => number): Clock & { readonly waits: number[] } {
  let at = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => at,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
      at += milliseconds;
    },
    random,
  };
}
