import type { Action } from './action.ts';
import type { Observation } from './observation.ts';
import type { RolloutPlan } from './plan-rollout.ts';
import type { Rollout } from './rollout.ts';

/** One look at a rollout: where it stands, and what is seen. */
export interface Look {
  readonly rollout: Rollout;
  readonly observation: Observation;
  readonly plan: RolloutPlan;
  readonly now: Date;
}

/** What follows from one look. */
export interface Advance {
  readonly next: Rollout;
  /** To be done in order, before `next` is stored. */
  readonly actions: readonly Action[];
  readonly reason: string;
  /** Whether to look again at once: nothing has to happen outside first. */
  readonly again: boolean;
}
