import type { Judgment } from './judge-step.ts';

/**
 * Where a rollout stands:
 * - `preparing`: it waits for the endpoint's lease and checks that all it needs still exists;
 * - `joining`: the endpoint takes up the candidate beside the baseline, at weight 0 (or is created with it);
 * - `smoke`: golden requests ask the candidate alone, before any caller does;
 * - `stepping`: the candidate serves a share of the callers and is judged against the baseline, step by step;
 * - `promoting`: every step passed, the endpoint goes over to a config with the candidate alone;
 * - `rolling-back`: callers go back to the known good version first, then the endpoint sheds the other one;
 * - `promoted`: the candidate serves alone and has answered the golden requests (final);
 * - `rolled-back`: the known good version serves alone and has answered the golden requests (final);
 * - `refused`: it never touched the endpoint, for the reason that it gives (final);
 * - `superseded`: another rollout took the lease by force, this one keeps its hands off (final);
 * - `failed`: the endpoint could not be brought where it was asked to go; its owner is paged (final).
 */
export type RolloutPhase =
  | 'preparing'
  | 'joining'
  | 'smoke'
  | 'stepping'
  | 'promoting'
  | 'rolling-back'
  | 'promoted'
  | 'rolled-back'
  | 'refused'
  | 'superseded'
  | 'failed';

export const finalPhases: ReadonlySet<RolloutPhase> = new Set([
  'promoted',
  'rolled-back',
  'refused',
  'superseded',
  'failed',
]);

/** One attempt to change what serves a model: its state and, once it has ended, its story. */
export interface Rollout {
  readonly kind: 'rollout';
  readonly model: string;
  /** Also the name of the state machine's execution. */
  readonly rolloutId: string;
  /** `release` brings a new version by steps; `rollback` returns to a known good one without analysis. */
  readonly purpose: 'release' | 'rollback';
  readonly endpoint: string;
  /** The version that it brings: the candidate, or the target of a rollback. Null: there is none to go back to. */
  readonly version: number | null;
  /** The version that served when it took the lease; null before the first release. */
  readonly baseline: number | null;
  readonly requestedBy: string;
  /** Why it was asked for. */
  readonly requestedFor: string;
  readonly phase: RolloutPhase;
  /** Why it is in this phase: a sentence for people. */
  readonly reason: string;
  readonly startedAt: string;
  readonly updatedAt: string;
  readonly phaseSince: string;
  /** Fence of its lease; null until it holds one. */
  readonly fence: number | null;
  /** SageMaker model of each version that it may put on the endpoint, by variant. */
  readonly sagemakerModels: Readonly<Record<string, string>>;
  /** What SageMaker was last asked for in this phase and agreed to do. */
  readonly requested: {
    readonly config: string | null;
    readonly weights: string | null;
  };
  /** Since when it waits for the endpoint to change; null while it does not. */
  readonly waitingSince: string | null;
  /** Start of the window in which the variants are compared; null before the candidate joins. */
  readonly comparedSince: string | null;
  /** Golden requests sent to the candidate: they are no callers' requests and do not count as such. */
  readonly goldenRequests: number;
  /** Golden attempts that failed in this phase. */
  readonly goldenFailures: number;
  readonly lastGolden: readonly GoldenResult[];
  /** Index into the plan's steps. */
  readonly step: number;
  /** Share of the callers, in percent, that `version` has or is on its way to. */
  readonly weight: number;
  /** When the endpoint reached the step's weights; null while it is still on the way. */
  readonly stepSince: string | null;
  /** Candidate's requests before the step. */
  readonly requestsBeforeStep: number;
  /** Consecutive looks at the endpoint or its metrics that failed. */
  readonly readErrors: number;
  readonly judgment: Judgment | null;
  /** Why the candidate is being withdrawn, and whether its end is a failed deployment or a judged candidate. */
  readonly withdrawal: { readonly reason: string; readonly endsAs: 'rolled-back' | 'failed' } | null;
  /** Phases and steps it went through, oldest first. */
  readonly story: readonly { readonly at: string; readonly phase: RolloutPhase; readonly reason: string }[];
}

/** What one golden request came to. */
export interface GoldenResult {
  readonly name: string;
  readonly variant: string;
  /** The predicted probability; null where there was no readable answer. */
  readonly probability: number | null;
  /** Median over the repeated calls, the first one (which warms up) left out. */
  readonly milliseconds: number;
  readonly calls: number;
  readonly passed: boolean;
  readonly reason: string;
}
