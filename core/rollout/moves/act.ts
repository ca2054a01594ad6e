import type { Action } from '../action.ts';
import type { Progress } from '../bring-endpoint.ts';
import { describeWeights } from '../endpoint-shape.ts';
import type { Advance, Look } from '../look.ts';
import { touched } from './touched.ts';

/** Does the one next thing on the way to a shape, and remembers what was asked for. */
export function act(
  look: Look,
  { action, reason }: Extract<Progress, { at: 'acting' }>,
  before: readonly Action[] = [],
): Advance {
  const { rollout, now } = look;
  const requested =
    action.kind === 'set-weights'
      ? { ...rollout.requested, weights: describeWeights(action.weights) }
      : action.kind === 'create-endpoint' || action.kind === 'update-endpoint'
        ? { ...rollout.requested, config: action.shape.config }
        : rollout.requested;
  return {
    next: { ...touched(rollout, now), reason, requested, waitingSince: null, readErrors: 0 },
    actions: [...before, action],
    reason,
    again: false,
  };
}
