import type { ConfusionMatrix } from './score-outcomes.ts';

/**
 * - `drifted`: the effect reaches the threshold, and chance alone would not do that;
 * - `stable`: the effect is below the threshold, seen over enough rows;
 * - `inconclusive`: too few rows, or an effect that may be chance: nobody knows yet;
 * - `not-testable`: the baseline has nothing to compare with (all null, or constant).
 */
export type DriftVerdict = 'drifted' | 'stable' | 'inconclusive' | 'not-testable';

export interface MonitorResult {
  readonly name: 'input' | 'prediction' | 'performance' | 'calibration';
  readonly verdict: DriftVerdict;
  /** One sentence with the numbers. */
  readonly reason: string;
  /** What `value` and `threshold` are. */
  readonly measure: string;
  readonly value: number | null;
  readonly threshold: number;
  /** Requests, or outcomes for `performance` and `calibration`. */
  readonly rows: number;
  /** 95 % confidence interval of `value`, for `performance` and `calibration`. */
  readonly interval?: readonly [number, number];
}

export interface FeatureDrift {
  readonly name: string;
  readonly verdict: DriftVerdict;
  readonly reason: string;
  /** Population stability index less what chance alone gives. */
  readonly psi: number | null;
  /** Jensen–Shannon distance, in [0, 1]. */
  readonly distance: number | null;
  /** Of the homogeneity test, after Holm's correction over the features. */
  readonly pValue: number | null;
}

/** One look at a model's traffic. The registry has it with its most drifted features, S3 with all of them. */
export interface DriftReport {
  readonly kind: 'drift-report';
  /** Ascending with time. */
  readonly reportId: string;
  readonly model: string;
  /** The live version, against whose baseline it was judged. */
  readonly version: number;
  readonly at: string;
  /** Traffic of the live version that was judged: a window stays open until it has enough requests. */
  readonly window: { readonly from: string; readonly to: string; readonly requests: number };
  /** Captured requests since the last check, by variant. */
  readonly variants: Readonly<Record<string, number>>;
  /** Captured lines that are not what they should be. */
  readonly unreadable: number;
  readonly monitors: readonly MonitorResult[];
  readonly features: readonly FeatureDrift[];
  /** Whether this is drift that a new training can answer; see `judgeDrift`. */
  readonly drifted: boolean;
  readonly monitor: 'prediction' | 'performance' | 'calibration' | null;
  /** Outcomes of the window in `monitors`' performance; null while there is none. */
  readonly performance: {
    readonly outcomes: number;
    readonly positives: number;
    readonly auc: number | null;
    readonly f1: number | null;
    readonly brier: number | null;
    /** Mean of outcome less probability. */
    readonly residual: number | null;
  } | null;
  /** What the decisions were worth whose outcomes became known since the last check, of every version. */
  readonly kpi: {
    readonly name: string;
    readonly unit: string;
    readonly value: number;
    readonly outcomes: number;
    readonly matrix: ConfusionMatrix;
  } | null;
  /** The report that opened the cause to which this one belongs, itself perhaps; null without drift. */
  readonly cause: string | null;
  /** S3 key of the whole report in the model bucket. */
  readonly details: string;
}

/**
 * Why the live version is being retrained. One per version: further drift of the same version is the same
 * cause, and names it again only while no run has answered it yet (nothing new to learn from, or the event was lost); the
 * cause ends when another version is live.
 */
export interface DriftCauseRecord {
  readonly kind: 'drift-cause';
  readonly model: string;
  readonly version: number;
  /** Report that opened it. */
  readonly report: string;
  readonly monitor: string;
  readonly at: string;
  /** When `Drift Detected` was put last; absent if the function died before: the next check puts it. */
  readonly announcedAt?: string;
}
