import type { RequestIssue } from './check-request.ts';
import type { FeatureValue } from './feature-vector.ts';

/** What `predict` answers: an HTTP status, and what belongs to it. */
export type Prediction =
  | { readonly status: 200; readonly body: Answer }
  | { readonly status: 400 | 404 | 413; readonly body: Refusal }
  | { readonly status: 502 | 503; readonly body: Failure };

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
  readonly durationInMilliseconds: number;
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
}
