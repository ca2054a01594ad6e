import type { Action } from '../action.ts';
import type { Advance, Look } from '../look.ts';
import { pageAbout } from '../page-about.ts';
import type { RolloutPhase } from '../rollout.ts';
import { moveTo } from './move-to.ts';
import { sentence } from './sentence.ts';

/** Ends with a version that serves alone and has proven itself, and records it. */
export function recordServing(
  look: Look,
  phase: RolloutPhase,
  change: 'released' | 'promoted' | 'rolled-back',
  reason: string,
  config: string,
  notices: readonly Action[] = [],
): Advance {
  const { rollout, observation } = look;
  const { serving } = observation;
  const forward = phase === 'promoted';
  const live = forward || rollout.purpose === 'rollback' ? rollout.version! : rollout.baseline!;
  // A second rollback in a row stays where the first one led; a withdrawn candidate changes nothing.
  const lastKnownGood = forward
    ? serving.live
    : rollout.purpose === 'rollback'
      ? live
      : serving.lastKnownGood;
  const previous = forward || rollout.purpose === 'rollback' ? rollout.baseline : rollout.version;
  const byHand: Action[] =
    rollout.purpose === 'rollback'
      ? [
          pageAbout(
            look.rollout,
            'rolled-back',
            'notice',
            `was done by ${rollout.requestedBy} (${rollout.requestedFor}): version ${live} serves and answers the golden requests`,
            'Find out what was wrong with the version that was left before it is released again.',
          ),
        ]
      : [];
  const summary = `${sentence(reason)} Version ${live} serves alone and answers the golden requests`;
  return moveTo(look, phase, summary, [
    { kind: 'record-serving', live, lastKnownGood, config, change, previous, reason },
    ...notices,
    ...byHand,
  ]);
}
