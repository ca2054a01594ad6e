import type { Artifact, RunRecord } from '../registry/records.ts';
import { jobName } from './job-name.ts';
import { runPlaces } from './run-places.ts';
import { trainingSetOf } from './training-job-request.ts';

/** The name of the SageMaker model that serves an artifact with a run's code: the same for the same of both. */
export const sagemakerModelName = (run: RunRecord, artifact: Artifact, image: string): string =>
  jobName(run.environment, run.model, {
    artifact: artifact.digest,
    code: run.codeDigest,
    image,
    ...(run.reproduces === undefined ? {} : { reproduction: run.runId }),
  });

/** The name of the batch transform that a run is judged by. Its output is the run's own, so its name is too. */
export const transformJobName = (run: RunRecord, modelName: string, attempt: number): string =>
  jobName(
    run.environment,
    run.model,
    { modelName, trainingSet: trainingSetOf(run).digest, run: run.runId },
    attempt,
  );

/** The batch transform over validation and holdout rows. */
export function transformJobRequest(
  run: RunRecord,
  place: { readonly modelBucket: string; readonly instanceType: string },
  names: { readonly name: string; readonly modelName: string },
) {
  return {
    ...names,
    input: `s3://${place.modelBucket}/${trainingSetOf(run).prefix}evaluate/`,
    output: `s3://${place.modelBucket}/${runPlaces(run).evaluation}`,
    instanceType: place.instanceType,
    tags: { 'ballast:model': run.model, 'ballast:run': run.runId, 'ballast:environment': run.environment },
  };
}
