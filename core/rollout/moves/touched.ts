import type { Rollout } from '../rollout.ts';

/** A rollout that was looked at just now. */
export const touched = (rollout: Rollout, now: Date): Rollout => ({
  ...rollout,
  updatedAt: now.toISOString(),
});
