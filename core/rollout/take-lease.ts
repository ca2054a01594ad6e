import type { ServingRecord } from '../registry/records.ts';
import type { Rollout } from './rollout.ts';

/** The serving record with the lease taken, or null while another rollout holds it. */
export function takeLease(
  serving: ServingRecord,
  rollout: Pick<Rollout, 'rolloutId' | 'purpose'>,
  leaseInSeconds: number,
  now: Date,
): ServingRecord | null {
  const { lease, fence } = serving;
  const lapsed = lease === null || Date.parse(lease.until) < now.getTime();
  const own = lease?.rolloutId === rollout.rolloutId;
  if (!lapsed && !own && rollout.purpose === 'release') return null;
  return {
    ...serving,
    fence: own ? fence : fence + 1,
    lease: {
      rolloutId: rollout.rolloutId,
      until: new Date(now.getTime() + leaseInSeconds * 1_000).toISOString(),
    },
    updatedAt: now.toISOString(),
  };
}
