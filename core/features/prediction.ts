import type { RequestIssue } from './check-request.ts';
import type { FeatureValue } from './feature-vector.ts';

/** What `predict` answers to one request: an HTTP status, and what belongs to it. */
export type Prediction =
  | { readonly status: 200; readonly body: Answer }
  | { readonly status: 400 | 404 | 413; readonly body: Refusal }
  | { readonly status: 502 | 503; readonly body: Failure };

/** What `predict` answers to many requests of one call: 200 once it understood the call, whatever came of each. */
export interface Predictions {
  readonly status: 200;
  readonly body: {
    /** In the order of the requests. */
    readonly answers: readonly Prediction[];
    readonly durations: Durations;
  };
}

/** Where the time of a call went, in milliseconds: of all its requests together. */
export interface Durations {
  /** The SQL of the request features, with its binding and the reading of its result. */
  readonly sql: number;
  /** Reading feature vectors from the registry. */
  readonly registry: number;
  /** From the first check of a request until its features are known: holds `sql` and `registry`. */
  readonly features: number;
  /** All answers of the endpoint; 0 where it was not asked. */
  readonly endpoint: number;
  readonly total: number;
}

export interface Answer {
  /** Identifies the request; its outcome is joined by it. */
  readonly id: string;
  readonly probability: number;
  /** Whether the probability reaches the threshold of the version that answered. */
  readonly positive: boolean;
  /** Model version that answered. */
  readonly version: number;
  readonly endpoint: string;
  /** Production variant that answered. */
  readonly variant: string;
  readonly features: Readonly<Record<string, FeatureValue>>;
  /** What the contract had `predict` repair: the value that came, by rule; absent where it was nothing. */
  readonly repairs?: Readonly<Record<string, string>>;
  readonly durationInMilliseconds: number;
  readonly durations: Durations;
}

/** The request was not understood: nothing was asked of the endpoint. */
export interface Refusal {
  readonly error: string;
  readonly issues: readonly RequestIssue[];
}

/** The request was right, the endpoint did not answer it. */
export interface Failure {
  readonly error: string;
  readonly id: string;
  readonly endpoint: string;
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly durationInMilliseconds: number;
  readonly durations: Durations;
}
