import type { Contract } from '../contracts/contract.ts';
import type { Duration } from '../duration.ts';
import type { FeatureView } from '../features/feature-view.ts';

/** Everything that Ballast knows about a model before it has seen any data. */
export interface ModelDefinition {
  /** kebab-case, equal to the name of its folder below `models/`. */
  readonly name: string;
  readonly description: string;
  readonly owner: Owner;
  readonly card: ModelCard;
  /** The datasets that it reads. Two models that name the same dataset must hold the same contract. */
  readonly contracts: readonly Contract[];
  /** The columns of a prediction request: name and type, a subset of the label dataset's columns. */
  readonly request: RequestShape;
  readonly features: readonly FeatureView[];
  readonly training: Training;
  readonly gates: readonly Gate[];
  readonly rollout: RolloutPolicy;
  readonly monitoring: Monitoring;
  readonly kpi: Kpi;
}

export interface Owner {
  /** kebab-case team name; one SNS topic per owner. */
  readonly name: string;
  readonly email: string;
  /** Path of the owner's runbook in this repository. */
  readonly runbook: string;
  /** Who decides in business hours, and out of them: role names. */
  readonly decides: { readonly businessHours: string; readonly outOfHours: string };
}

export interface ModelCard {
  readonly intendedUse: string;
  readonly outOfScope: string;
  readonly limitations: string;
  readonly classBalance: string;
  readonly ethicalConsiderations: string;
}

export interface RequestShape {
  /** The dataset whose rows a request is like, before their outcome is known. */
  readonly dataset: string;
  /** The dataset's columns that a request must carry. */
  readonly columns: readonly string[];
  /** SQL timestamp expression over the request's columns: the hour as of which features are looked up. */
  readonly asOf: string;
  /** SQL string expression over the request's columns: identifies the request, joins it with its outcome. */
  readonly id: string;
}

export interface Training {
  /** SQL expression over the label dataset's columns giving 0 or 1. */
  readonly label: string;
  /** SQL condition for rows that have a label at all. */
  readonly labelled: string;
  /** The newest days of the data are the holdout, the days before them choose when to stop and the threshold. */
  readonly holdoutDays: number;
  readonly validationDays: number;
  readonly hyperparameters: Readonly<Record<string, string | number>>;
  readonly seed: number;
  readonly instanceType: string;
  readonly maximumRuntime: Duration;
  /** When new data alone start a release. */
  readonly onNewData: {
    /** Days of data needed before the first training. */
    readonly minimumDays: number;
    /** New days since the last trained version that start another. */
    readonly everyDays: number;
    /** From this many days of data on, only drift or a command starts a release. */
    readonly untilDays: number;
  };
}

export type MetricName = 'auc' | 'f1' | 'logLoss' | 'accuracy' | 'precision' | 'recall' | 'brier' | 'rows';

export interface Gate {
  readonly metric: MetricName;
  /** Inclusive bounds: at least one is given. */
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface RolloutPolicy {
  /** Weights of the candidate, in percent, ascending; the last is 100. */
  readonly steps: readonly number[];
  /** Time that a step lasts at the least. */
  readonly bake: Duration;
  /** A step that could not decide by then rolls back. */
  readonly deadline: Duration;
  /** Requests that the candidate must have served in a step before it can pass. */
  readonly minimumRequests: number;
  /** Candidate's error rate may exceed the baseline's by this much, in [0, 1]. */
  readonly errorMargin: number;
  /** Candidate's p90 model latency may be this many times the baseline's. */
  readonly latencyRatio: number;
  /** No golden request may take longer than this. */
  readonly maximumLatency: Duration;
  readonly instanceType: string;
  readonly goldenRequests: readonly GoldenRequest[];
}

/** A request whose answer is known within bounds: proves that an endpoint really serves. */
export interface GoldenRequest {
  readonly name: string;
  /** Feature values by name, as the container receives them. */
  readonly features: Readonly<Record<string, string | number | null>>;
  /** Inclusive bounds of the predicted probability. */
  readonly minimum: number;
  readonly maximum: number;
}

export interface Monitoring {
  /** Requests that a window must hold before drift can be judged. */
  readonly minimumRequests: number;
  /** Population stability index of one feature from which it counts as drifted. */
  readonly featurePsi: number;
  /** Share of drifted features, in [0, 1], from which the input as a whole has drifted. */
  readonly inputShare: number;
  /** Population stability index of the predicted probability from which predictions have drifted. */
  readonly predictionPsi: number;
  /** Fall of the ROC AUC against the holdout's from which performance has drifted. */
  readonly aucFall: number;
  /**
   * Shift, in [0, 1], of the difference between how often the label came true and how often it was predicted,
   * against the holdout's, from which the calibration has drifted.
   */
  readonly calibrationShift: number;
  /** Significance level of each test, before the correction for their number. */
  readonly alpha: number;
}

export interface Kpi {
  readonly name: string;
  readonly description: string;
  /** Value in `unit` of each cell of the confusion matrix. */
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
  readonly unit: string;
}
