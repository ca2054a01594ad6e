/** Names that constructs, functions, the command line and tests must agree on. */

/** Every physical name begins with the stack's name, so that two environments share an account. */
export const stackName = (environment: string): string => `ballast-${environment}`;

export const functionName = (environment: string, name: string): string =>
  `${stackName(environment)}-${name}`;

export const machineName = (environment: string, name: 'release' | 'rollout' | 'backfill'): string =>
  `${stackName(environment)}-${name}`;

/** Processing jobs that check large uploads begin so. */
export const checkJobPrefix = (environment: string): string => `${stackName(environment)}-check-`;

export const endpointName = (environment: string, model: string): string =>
  `${stackName(environment)}-${model}`;

/** A production variant is named after the model version that it serves: `v3`. */
export const variantName = (version: number): string => `v${version}`;

/** Inference ids of golden requests begin so: they are captured, but nobody's traffic. */
export const goldenInferencePrefix = 'golden-';

/** The version behind a variant's name, or null where the name is not one of ours. */
export function versionOfVariant(variant: string): number | null {
  const match = /^v(\d+)$/.exec(variant);
  return match ? Number(match[1]) : null;
}

/** Prefixes in the data bucket. */
export const dataPrefix = {
  landing: (dataset: string): string => `landing/${dataset}/`,
  quarantine: (dataset: string, uploadId: string): string => `quarantine/${dataset}/${uploadId}/`,
  /** Output of a contract check that nothing refers to yet. */
  staging: (dataset: string, uploadId: string): string => `staging/${dataset}/${uploadId}/`,
  table: (dataset: string): string => `datasets/${dataset}/`,
  /** What a backfill is to replay, and what its map wrote of each item. */
  backfill: (backfillId: string): string => `backfill/${backfillId}/`,
  /** OpenLineage events, a folder for each day in UTC. */
  lineage: (day: string): string => `lineage/${day}/`,
} as const;

/** Prefixes in the model bucket. */
export const modelPrefix = {
  code: (model: string): string => `code/${model}/`,
  trainingSet: (model: string, digest: string): string => `training/${model}/${digest}/`,
  artifact: (model: string): string => `artifacts/${model}/`,
  evaluation: (model: string, runId: string): string => `evaluation/${model}/${runId}/`,
  baseline: (model: string, runId: string): string => `baselines/${model}/${runId}.json`,
  /** All that a reproduction makes. */
  reproduction: (reproductionId: string): string => `reproductions/${reproductionId}/`,
  /** SageMaker appends `<endpoint>/<variant>/yyyy/mm/dd/hh/<file>.jsonl`. */
  capture: 'capture/',
  drift: (model: string): string => `drift/${model}/`,
  /** Feature definitions, named by their digest. */
  definitions: (model: string): string => `definitions/${model}/`,
  skew: (model: string): string => `skew/${model}/`,
} as const;

export const eventSource = 'ballast';

export const eventDetailType = {
  datasetVersionCreated: 'Ballast Dataset Version Created',
  driftDetected: 'Ballast Drift Detected',
  pageRequested: 'Ballast Page Requested',
} as const;

export interface DatasetVersionCreated {
  readonly dataset: string;
  readonly version: number;
}

export interface DriftDetected {
  readonly model: string;
  /** Id of the drift report: the cause of at most one retraining. */
  readonly report: string;
  readonly monitor: string;
}

export interface PageRequested {
  /** The same id pages once, however often it arrives. */
  readonly pageId: string;
  readonly owner: string;
  readonly model: string | null;
  readonly severity: 'page' | 'notice';
  readonly title: string;
  readonly what: string;
  readonly todo: string;
  /** Name of the article in docs/runbook/, without `.md`. */
  readonly runbook: string;
}

export const metricNamespace = 'Ballast';

/** Metrics with one dimension, `Model`, unless the name says otherwise. */
export const metricName = {
  inputDriftShare: 'InputDriftShare',
  predictionPsi: 'PredictionPsi',
  aucFall: 'AucFall',
  calibrationShift: 'CalibrationShift',
  businessKpi: 'BusinessKpi',
  watchRuns: 'WatchRuns',
  featureSkewShare: 'FeatureSkewShare',
  /** Of all models, without a dimension. */
  worstFeatureSkewShare: 'WorstFeatureSkewShare',
  quarantinedRows: 'QuarantinedRows',
  rejectedUploads: 'RejectedUploads',
  predictions: 'Predictions',
  invalidRequests: 'InvalidRequests',
  costPerThousandPredictions: 'CostPerThousandPredictions',
} as const;
