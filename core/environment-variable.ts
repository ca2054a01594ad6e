/**
 * Every environment variable that a function may ask for in its `env.ts`. The stack gives a
 * function those that it names, and no others.
 */
export type EnvironmentVariable =
  /** `dev`, `staging` or `prod`. */
  | 'BALLAST_ENV'
  | 'REGISTRY_TABLE'
  | 'DATA_BUCKET'
  | 'MODEL_BUCKET'
  /** Bucket of the deployed stack's assets, which holds each model's source. */
  | 'CODE_BUCKET'
  | 'RELEASE_MACHINE_ARN'
  | 'ROLLOUT_MACHINE_ARN'
  | 'BACKFILL_MACHINE_ARN'
  | 'SAGEMAKER_ROLE_ARN'
  /** ARN of an owner's topic without the owner's name at its end. */
  | 'OWNER_TOPIC_ARN_PREFIX'
  /** Image of SageMaker's XGBoost container for training and serving. */
  | 'XGBOOST_IMAGE'
  /** Commit of the deployed code; `uncommitted-<hash>` where the tree was dirty. */
  | 'CODE_COMMIT'
  /** Bytes of an upload above which a processing job checks it. */
  | 'LARGE_UPLOAD_BYTES'
  /** Role that SageMaker takes on for such a job. */
  | 'CHECK_ROLE_ARN'
  | 'CHECK_INSTANCE_TYPE'
  /** S3 URIs of what the job runs: packed Node, DuckDB and the check. */
  | 'CHECK_NODE_URI'
  | 'CHECK_DUCKDB_URI'
  | 'CHECK_WORKER_URI'
  /** SHA-256 of the package-lock.json that the functions were bundled from. */
  | 'PACKAGE_LOCK_DIGEST'
  /** HTTP endpoint that takes OpenLineage events; `none` where there is none. */
  | 'OPENLINEAGE_URL'
  /** Multiplies a rollout's bake times and deadlines: 1 in prod, less where waiting proves nothing. */
  | 'ROLLOUT_TIME_SCALE';
