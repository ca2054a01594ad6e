import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { RolloutPlan } from '../../core/rollout/plan-rollout.ts';

/** What one call of the function works with. */
export interface Context {
  readonly environment: string;
  readonly table: string;
  readonly modelBucket: string;
  readonly definition: ModelDefinition;
  readonly plan: RolloutPlan;
}
