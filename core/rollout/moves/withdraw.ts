import type { Advance, Look } from '../look.ts';
import type { Rollout } from '../rollout.ts';
import { moveTo } from './move-to.ts';

/** The candidate goes: callers back to the baseline first. */
export function withdraw(
  look: Look,
  reason: string,
  endsAs: 'rolled-back' | 'failed' = 'rolled-back',
): Advance {
  const withdrawn: Rollout = { ...look.rollout, withdrawal: { reason, endsAs } };
  return moveTo({ ...look, rollout: withdrawn }, 'rolling-back', reason, [], true);
}
