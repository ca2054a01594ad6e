import type { ServingRecord } from '../registry/records.ts';
import type { GoldenResult } from './rollout.ts';
import type { VariantMetrics } from './variant-metrics.ts';

/** All that one look of a rollout sees. */
export interface Observation {
  /**
   * - `held`: this rollout holds the endpoint's lease, renewed just now;
   * - `busy`: another rollout holds it;
   * - `outdated`: another rollout took it by force: the fence has grown.
   */
  readonly lease: 'held' | 'busy' | 'outdated';
  readonly serving: ServingRecord;
  readonly endpoint: EndpointObservation;
  /** By variant; read while the candidate serves callers, null otherwise. */
  readonly metrics: Readonly<Record<string, VariantMetrics>> | Unreadable | null;
  /** Answers to the golden requests that were asked for just before, or null. */
  readonly golden: readonly GoldenResult[] | null;
  /** Read while the rollout prepares, null afterwards. */
  readonly preflight: Preflight | null;
}

/** Something that could not be read, and why. */
export interface Unreadable {
  readonly unreadable: string;
}

/** null: there is no such endpoint. */
export type EndpointObservation = EndpointState | Unreadable | null;

/** The service's description of an endpoint. */
export interface EndpointState {
  readonly status: string;
  readonly config: string;
  readonly failureReason: string | null;
  readonly variants: readonly {
    readonly variant: string;
    readonly currentWeight: number;
    readonly desiredWeight: number;
    /** Digest of the image that it runs, `sha256:…`; null where the service does not tell it. */
    readonly imageDigest: string | null;
  }[];
}

/** Whether everything that the rollout may need still exists. */
export interface Preflight {
  /** What is missing, as sentences; empty if all is there. */
  readonly problems: readonly string[];
  /** SageMaker model of each version, by variant. */
  readonly sagemakerModels: Readonly<Record<string, string>>;
}

export const isUnreadable = (value: object | null): value is Unreadable =>
  value !== null && 'unreadable' in value;
