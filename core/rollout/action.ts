import type { ServingHistoryRecord } from '../registry/records.ts';
import type { EndpointShape } from './endpoint-shape.ts';

/** What a rollout wants done next. Each may be done twice without harm. */
export type Action =
  /** Create the endpoint with a config of this shape. */
  | { readonly kind: 'create-endpoint'; readonly shape: EndpointShape }
  /** Move the endpoint to a config of this shape; `retainWeights` keeps the weights that variants have now. */
  | { readonly kind: 'update-endpoint'; readonly shape: EndpointShape; readonly retainWeights: boolean }
  | {
      readonly kind: 'set-weights';
      readonly weights: readonly { readonly variant: string; readonly weight: number }[];
    }
  /** Record by which image a version serves, unless that is known. */
  | { readonly kind: 'record-image'; readonly version: number; readonly digest: string }
  /** Send the golden requests to one variant; their answers come with the next observation. */
  | { readonly kind: 'run-golden'; readonly variant: string }
  /** Record what serves now and end the lease, in one transaction. */
  | {
      readonly kind: 'record-serving';
      readonly live: number;
      readonly lastKnownGood: number | null;
      readonly config: string;
      readonly change: ServingHistoryRecord['change'];
      readonly previous: number | null;
      readonly reason: string;
    }
  /** End the lease; what serves has not changed. */
  | { readonly kind: 'release-lease' }
  /** Page the model's owner; the same topic of one rollout pages once. */
  | {
      readonly kind: 'page';
      readonly topic: string;
      readonly severity: 'page' | 'notice';
      readonly title: string;
      readonly what: string;
      readonly todo: string;
      /** Article in docs/runbook/, without `.md`. */
      readonly runbook: string;
    };
