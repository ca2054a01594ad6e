import type { FeatureDefinitionsReference } from '../features/feature-definitions.ts';
import type { ModelVersionRecord, RunRecord } from './records.ts';

const needed = ['trainingSet', 'trainingJob', 'artifact', 'sagemakerModel', 'evaluation'] as const;

/**
 * The model version that a run becomes: everything that is needed to serve it, judge it and make it again.
 * @throws Error naming what the run has not recorded, or that its evaluation was not passed
 */
export function versionRecord(
  run: RunRecord,
  request: {
    readonly version: number;
    readonly owner: string;
    readonly image: string;
    readonly now: Date;
    readonly featureDefinitions?: FeatureDefinitionsReference;
  },
): ModelVersionRecord {
  const { trainingSet, trainingJob, artifact, sagemakerModel, evaluation } = run;
  if (
    trainingSet === undefined ||
    trainingJob === undefined ||
    artifact === undefined ||
    sagemakerModel === undefined ||
    evaluation === undefined
  ) {
    const missing = needed.filter((member) => run[member] === undefined);
    throw new Error(`Cannot register run '${run.runId}': it has recorded no ${missing.join(', ')}`);
  }
  if (!evaluation.passed) {
    throw new Error(`Cannot register run '${run.runId}': its evaluation did not pass the gates`);
  }
  return {
    kind: 'model-version',
    model: run.model,
    version: request.version,
    runId: run.runId,
    owner: request.owner,
    environment: run.environment,
    cause: run.cause,
    datasets: run.datasets,
    trainingSet,
    trainingJob,
    artifact,
    codeUri: run.codeUri,
    codeDigest: run.codeDigest,
    codeCommit: run.codeCommit,
    image: request.image,
    hyperparameters: run.hyperparameters,
    seed: run.seed,
    ...(request.featureDefinitions === undefined ? {} : { featureDefinitions: request.featureDefinitions }),
    evaluation,
    sagemakerModel,
    ...(run.toolchain === undefined ? {} : { toolchain: run.toolchain }),
    registeredAt: request.now.toISOString(),
    approval: { status: 'pending' },
  };
}
