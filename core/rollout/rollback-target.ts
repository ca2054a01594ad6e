import type { ServingRecord } from '../registry/records.ts';
import type { Rollout } from './rollout.ts';

/**
 * The version that a rollback without a given version returns to: the last release recorded as good before
 * the present one. While a release is still on its way the present one is that release, so the version that
 * was live before it is the good one; a rollback on its way is simply done again.
 * @param running the rollout that holds the lease, or null if there is none or it cannot be read
 * @returns null if there is nothing to go back to
 */
export function rollbackTarget(serving: ServingRecord, running: Rollout | null): number | null {
  if (serving.lease === null) return serving.lastKnownGood;
  if (running?.purpose === 'rollback') return running.version;
  return serving.live;
}
