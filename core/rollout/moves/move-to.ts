import type { Action } from '../action.ts';
import { enterPhase } from '../enter-phase.ts';
import type { Advance, Look } from '../look.ts';
import type { RolloutPhase } from '../rollout.ts';

/** Enters another phase. */
export function moveTo(
  look: Look,
  phase: RolloutPhase,
  reason: string,
  actions: readonly Action[] = [],
  again = false,
): Advance {
  return { next: enterPhase(look.rollout, phase, reason, look.now), actions, reason, again };
}
