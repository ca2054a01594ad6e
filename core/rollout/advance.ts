import type { Advance, Look } from './look.ts';
import { afterReadError } from './moves/after-read-error.ts';
import { fail } from './moves/fail.ts';
import { moveTo } from './moves/move-to.ts';
import { secondsSince } from './moves/seconds-since.ts';
import { withdraw } from './moves/withdraw.ts';
import { isUnreadable, type Observation } from './observation.ts';
import { join } from './phases/join.ts';
import { prepare } from './phases/prepare.ts';
import { promote } from './phases/promote.ts';
import { rollBack } from './phases/roll-back.ts';
import { smoke } from './phases/smoke.ts';
import { step } from './phases/step.ts';
import type { RolloutPlan } from './plan-rollout.ts';
import { finalPhases, type Rollout } from './rollout.ts';

/**
 * The next state of a rollout and what to do to get there: a pure function of what was observed. The phase
 * says where the endpoint should be, the observation where it is; so a look may be repeated after a crash,
 * and whatever had been done already is seen rather than done again.
 */
export function advance(rollout: Rollout, observation: Observation, plan: RolloutPlan, now: Date): Advance {
  if (finalPhases.has(rollout.phase)) {
    return { next: rollout, actions: [], reason: rollout.reason, again: false };
  }
  const look: Look = { rollout, observation, plan, now };
  if (observation.lease === 'outdated') {
    return moveTo(look, 'superseded', 'Another rollout took the endpoint over by force');
  }
  if (rollout.phase === 'preparing') return prepare(look);

  if (isOverdue(look)) {
    const reason = `It was ${rollout.phase} for longer than any part of a rollout may last`;
    return rollout.phase === 'rolling-back' ? fail(look, reason) : withdraw(look, reason, 'failed');
  }
  const { endpoint } = observation;
  if (isUnreadable(endpoint)) return afterReadError(look, `the endpoint (${endpoint.unreadable})`);
  switch (rollout.phase) {
    case 'joining':
      return join(look, endpoint);
    case 'smoke':
      return smoke(look);
    case 'stepping':
      return step(look, endpoint);
    case 'promoting':
      return promote(look, endpoint);
    default:
      return rollBack(look, endpoint);
  }
}

/** The last resort: whatever else is seen, a phase ends. */
function isOverdue({ rollout, plan, now }: Look): boolean {
  const baking = rollout.phase === 'stepping' ? plan.deadlineInSeconds : 0;
  return secondsSince(rollout.phaseSince, now) > baking + 4 * plan.updateDeadlineInSeconds;
}
