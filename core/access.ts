/**
 * The AWS calls that a function may make, as data. It stands beside the function
 * (`lambdas/<name>/access.ts`) and becomes the function's role.
 */
export interface Access {
  readonly actions: readonly string[];
  readonly resource: Resource;
  /** For buckets: a key pattern such as `landing/*`. */
  readonly path?: string;
}

/** What a function may touch. `lib/access-policy.ts` turns each into ARNs of its own stack. */
export type Resource =
  | 'data-bucket'
  | 'model-bucket'
  | 'code-bucket'
  | 'registry'
  /** The registry's stream of changes. */
  | 'registry-stream'
  | 'event-bus'
  /** CloudWatch metrics in our namespace (writing), or any (reading: the service knows no ARN). */
  | 'metrics'
  | 'owner-topics'
  | 'release-machine'
  | 'rollout-machine'
  | 'backfill-machine'
  /** Executions of our machines. */
  | 'executions'
  | 'training-jobs'
  /** Processing jobs that check large uploads. */
  | 'check-jobs'
  /** The role that SageMaker takes on for them. */
  | 'check-role'
  | 'transform-jobs'
  | 'sagemaker-models'
  | 'endpoints'
  | 'endpoint-configs'
  /** Lists of SageMaker's resources: the service knows no ARN for them. */
  | 'sagemaker-lists'
  /** The role that SageMaker takes on for jobs and endpoints. */
  | 'sagemaker-role'
  /** Log groups of SageMaker's jobs and endpoints. */
  | 'sagemaker-logs'
  | `function:${string}`;

/** Reads as a sentence: `allow(getObjectActions, 'data-bucket', 'landing/*')`. */
export function allow(actions: readonly string[], resource: Resource, path?: string): Access {
  return path === undefined ? { actions, resource } : { actions, resource, path };
}
