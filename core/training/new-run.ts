import type { DeployedModel } from '../registry/deployed-model.ts';
import type { Cause, RunRecord } from '../registry/records.ts';

/** The record of a run that begins. */
export function newRun(request: {
  readonly model: DeployedModel;
  readonly runId: string;
  readonly cause: Cause;
  readonly datasets: Readonly<Record<string, number>>;
  /** S3 URI and SHA-256 of `sourcedir.tar.gz`. */
  readonly code: { readonly uri: string; readonly digest: string };
  readonly codeCommit: string;
  readonly environment: string;
  readonly now: Date;
}): RunRecord {
  const { training, name } = request.model.definition;
  return {
    kind: 'run',
    model: name,
    runId: request.runId,
    cause: request.cause,
    datasets: request.datasets,
    codeUri: request.code.uri,
    codeDigest: request.code.digest,
    codeCommit: request.codeCommit,
    environment: request.environment,
    hyperparameters: training.hyperparameters,
    seed: training.seed,
    startedAt: request.now.toISOString(),
    step: 'features',
    status: 'running',
  };
}
