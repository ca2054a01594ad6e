import { inSeconds } from '../duration.ts';
import type { RolloutPolicy } from '../registry/model-definition.ts';

/** A model's rollout policy in plain numbers, with the environment's time scale applied. */
export interface RolloutPlan {
  /** Weights of the candidate, in percent, ascending; the last is 100. */
  readonly steps: readonly number[];
  readonly bakeInSeconds: number;
  readonly deadlineInSeconds: number;
  readonly minimumRequests: number;
  /** In [0, 1]. */
  readonly errorMargin: number;
  readonly latencyRatio: number;
  readonly maximumLatencyInMilliseconds: number;
  readonly instanceType: string;
  /** How often the rollout looks. */
  readonly pollInSeconds: number;
  /** How long SageMaker may take for one change of the endpoint. */
  readonly updateDeadlineInSeconds: number;
  /** How long an accepted change may take to show in the endpoint's description. */
  readonly settleInSeconds: number;
  /** How long a release waits for another rollout to end. */
  readonly leaseDeadlineInSeconds: number;
  /** How long a lease holds without being renewed. */
  readonly leaseInSeconds: number;
  /** Chance that a harmless candidate is rolled back by evidence, over the whole rollout. */
  readonly alpha: number;
}

/** Looks per rollout at the most: with nine history events a look, far below Step Functions' 25,000. */
const looks = 1_000;
const maximumPollInSeconds = 30;

/**
 * The plan of one rollout. Bake time, deadline and pace shrink with the time scale; what SageMaker needs
 * for a change, and how many requests make a verdict, do not.
 * @param timeScale 1 in prod; `ROLLOUT_TIME_SCALE` elsewhere
 * @throws Error if the time scale is not a positive number
 */
export function planRollout(policy: RolloutPolicy, timeScale: number): RolloutPlan {
  if (!(timeScale > 0)) {
    throw new Error(
      `Cannot plan a rollout: the time scale must be a positive number, but it is ${timeScale}; set ROLLOUT_TIME_SCALE`,
    );
  }
  const bakeInSeconds = inSeconds(policy.bake) * timeScale;
  const deadlineInSeconds = Math.max(inSeconds(policy.deadline) * timeScale, bakeInSeconds);
  const longest = deadlineInSeconds * policy.steps.length;
  const poll = Math.max(Math.min(maximumPollInSeconds * timeScale, maximumPollInSeconds), longest / looks);
  const pollInSeconds = Math.max(1, Math.ceil(poll));
  const updateDeadlineInSeconds = 1_800;
  return {
    steps: policy.steps,
    bakeInSeconds,
    deadlineInSeconds,
    minimumRequests: policy.minimumRequests,
    errorMargin: policy.errorMargin,
    latencyRatio: policy.latencyRatio,
    maximumLatencyInMilliseconds: inSeconds(policy.maximumLatency) * 1_000,
    instanceType: policy.instanceType,
    pollInSeconds,
    updateDeadlineInSeconds,
    settleInSeconds: Math.max(3, Math.min(30, 30 * timeScale)),
    leaseDeadlineInSeconds: longest + updateDeadlineInSeconds,
    leaseInSeconds: Math.max(300, pollInSeconds * 10),
    alpha: 0.01,
  };
}
