import type { RequestValue } from './check-request.ts';
import type { FeatureValue } from './feature-vector.ts';

/** A prediction's features as they were served, with all that is needed to compute them again. */
export interface ServedSample {
  readonly id: string;
  /** When it was served. */
  readonly at: string;
  /** Model version that answered: its feature definitions made the features. */
  readonly version: number;
  /** The request's columns, typed and repaired. */
  readonly request: Readonly<Record<string, RequestValue>>;
  /** Hour as of which features were looked up, milliseconds since 1970 in UTC. */
  readonly hour: number;
  readonly features: Readonly<Record<string, FeatureValue>>;
  /**
   * By view: the version of its dataset that its values came from. Where it had no value, the version that was
   * materialised at that moment; null where there was none yet.
   */
  readonly datasetVersions: Readonly<Record<string, number | null>>;
}
