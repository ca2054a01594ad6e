import { enterPhase } from './enter-phase.ts';
import type { Advance } from './look.ts';
import { pageAbout } from './page-about.ts';
import { finalPhases, type Rollout } from './rollout.ts';

/**
 * A rollout that is told to stop: the callers go back to the known good version. One that has not touched
 * the endpoint ends; one that is going back already, or has ended, stays as it is.
 */
export function abortRollout(rollout: Rollout, reason: string, now: Date): Advance {
  if (finalPhases.has(rollout.phase) || rollout.phase === 'rolling-back') {
    return { next: rollout, actions: [], reason: rollout.reason, again: false };
  }
  const withdrawn: Rollout = { ...rollout, withdrawal: { reason, endsAs: 'failed' } };
  if (rollout.phase === 'preparing') {
    const what = `never touched the endpoint: ${reason}`;
    const todo = 'See the log of advance-rollout for the error, mend its cause and start it again.';
    return {
      next: enterPhase(withdrawn, 'failed', reason, now),
      actions: [{ kind: 'release-lease' }, pageAbout(rollout, 'failed', 'page', what, todo)],
      reason,
      again: false,
    };
  }
  return { next: enterPhase(withdrawn, 'rolling-back', reason, now), actions: [], reason, again: true };
}
