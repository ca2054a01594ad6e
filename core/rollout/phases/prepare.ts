import type { Advance, Look } from '../look.ts';
import { maximumReadErrors } from '../moves/after-read-error.ts';
import { hold } from '../moves/hold.ts';
import { moveTo } from '../moves/move-to.ts';
import { secondsSince } from '../moves/seconds-since.ts';
import { isUnreadable } from '../observation.ts';
import { pageAbout } from '../page-about.ts';
import type { Rollout } from '../rollout.ts';

/** States that an endpoint does not leave by itself. */
const hopeless = new Set(['Failed', 'UpdateRollbackFailed', 'OutOfService', 'Deleting']);

/** Waits for the endpoint's lease, and refuses what cannot be begun; nothing is touched before all is known to be there. */
export function prepare(look: Look): Advance {
  const { rollout, observation, plan, now } = look;
  const refuse = (reason: string, severity: 'page' | 'notice' = 'notice'): Advance =>
    moveTo(look, 'refused', reason, [
      { kind: 'release-lease' },
      pageAbout(
        look.rollout,
        'refused',
        severity,
        `was refused: ${reason}`,
        'Mend what is named and start it again.',
      ),
    ]);

  if (rollout.version === null) return refuse('there is no earlier release to go back to');
  if (observation.lease === 'busy') {
    const holder = observation.serving.lease?.rolloutId ?? 'unknown';
    if (secondsSince(rollout.startedAt, now) > plan.leaseDeadlineInSeconds) {
      return moveTo(look, 'refused', `Rollout '${holder}' held the endpoint for too long`, [
        pageAbout(
          look.rollout,
          'refused',
          'notice',
          `waited in vain for rollout '${holder}'`,
          'Start it again.',
        ),
      ]);
    }
    return hold(look, `Waits for rollout '${holder}', which holds the endpoint`);
  }
  if (observation.preflight === null) return hold(look, 'Checks that all it needs exists', true);
  if (observation.preflight.problems.length > 0) return refuse(observation.preflight.problems.join('; '));
  if (isUnreadable(observation.endpoint)) {
    if (rollout.readErrors + 1 >= maximumReadErrors) {
      return refuse(`the endpoint cannot be read (${observation.endpoint.unreadable})`);
    }
    return {
      ...hold(look, `Cannot read the endpoint (${observation.endpoint.unreadable})`),
      next: { ...rollout, readErrors: rollout.readErrors + 1, updatedAt: now.toISOString() },
    };
  }
  const status = observation.endpoint?.status;
  if (status !== undefined && hopeless.has(status)) {
    return refuse(
      `endpoint '${rollout.endpoint}' is ${status}: it allows nothing but its deletion, which is a person's decision`,
    );
  }
  const { live } = observation.serving;
  if (rollout.purpose === 'release' && live === rollout.version) {
    return refuse(`version ${live} serves already`);
  }
  const ready: Rollout = {
    ...rollout,
    baseline: live,
    fence: observation.serving.fence,
    sagemakerModels: observation.preflight.sagemakerModels,
    comparedSince: now.toISOString(),
  };
  return rollout.purpose === 'release'
    ? moveTo({ ...look, rollout: ready }, 'joining', `Version ${ready.version} joins the endpoint`, [], true)
    : moveTo({ ...look, rollout: ready }, 'rolling-back', `Back to version ${ready.version}`, [], true);
}
