import * as v from 'valibot';
import { loadDefinition } from '../../adapters/definitions/load-definitions.ts';
import { getRun } from '../../adapters/dynamodb/get-run.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { digestObject } from '../../adapters/s3/digest-object.ts';
import { headObject } from '../../adapters/s3/head-object.ts';
import { createModel } from '../../adapters/sagemaker/create-model.ts';
import { createTransformJob } from '../../adapters/sagemaker/create-transform-job.ts';
import { describeTrainingJob } from '../../adapters/sagemaker/describe-training-job.ts';
import { describeTransformJob } from '../../adapters/sagemaker/describe-transform-job.ts';
import { failingTask } from '../../adapters/step-functions/failing-task.ts';
import { forgetToken } from '../../adapters/task-tokens/forget-token.ts';
import { releaseToken } from '../../adapters/task-tokens/release-token.ts';
import { storeToken } from '../../adapters/task-tokens/store-token.ts';
import { runKey } from '../../core/registry/keys.ts';
import type { Artifact, RunRecord, TaskTokenRecord } from '../../core/registry/records.ts';
import { artifactKey } from '../../core/training/artifact-location.ts';
import { jobAnswer } from '../../core/training/job-answer.ts';
import { startOrFindJob } from '../../core/training/start-or-find-job.ts';
import {
  sagemakerModelName,
  transformJobName,
  transformJobRequest,
} from '../../core/training/transform-job-request.ts';
import { env } from './env.ts';

const Step = v.object({ model: v.string(), runId: v.string(), token: v.string() });

/** A longer artifact is refused: hashing it would take longer than this function may run. */
const maximumArtifactBytes = 4 * 1024 ** 3;

/** Makes the trained artifact a SageMaker model and starts the batch transform that it is judged by. */
export async function handler(event: unknown): Promise<void> {
  const { model, runId, token } = v.parse(Step, event);
  await failingTask(token, async () => {
    const { REGISTRY_TABLE, MODEL_BUCKET, SAGEMAKER_ROLE_ARN, XGBOOST_IMAGE } = readEnv(env);
    const { training } = loadDefinition(model).definition;
    const key = runKey(model, runId);
    await updateRecord(REGISTRY_TABLE, key, { step: 'evaluate' });
    const run = await getRun(REGISTRY_TABLE, model, runId);
    const artifact = await artifactOf(run, MODEL_BUCKET);
    const modelName = sagemakerModelName(run, artifact, XGBOOST_IMAGE);
    await createModel({
      name: modelName,
      image: XGBOOST_IMAGE,
      roleArn: SAGEMAKER_ROLE_ARN,
      artifactUri: artifact.uri,
      codeUri: run.codeUri,
      tags: { 'ballast:model': model, 'ballast:run': runId, 'ballast:environment': run.environment },
    });
    await updateRecord(REGISTRY_TABLE, key, { artifact, sagemakerModel: modelName });
    const place = { modelBucket: MODEL_BUCKET, instanceType: training.instanceType };
    const waiting = (name: string): TaskTokenRecord => ({
      kind: 'task-token',
      waitsFor: 'transform-job',
      name,
      model,
      runId,
      token,
      storedAt: new Date().toISOString(),
    });
    const { name, outcome } = await startOrFindJob({
      nameOf: (attempt) => transformJobName(run, modelName, attempt),
      describe: describeTransformJob,
      waitFor: async (job) => {
        await updateRecord(REGISTRY_TABLE, key, { transformJob: job });
        await storeToken(REGISTRY_TABLE, waiting(job));
      },
      forget: (job) => forgetToken(REGISTRY_TABLE, waiting(job)),
      create: (job) => createTransformJob(transformJobRequest(run, place, { name: job, modelName })),
    });
    const answer = jobAnswer(waiting(name), outcome);
    if (answer !== null) await releaseToken(REGISTRY_TABLE, waiting(name), answer);
  });
}

async function artifactOf(run: RunRecord, bucket: string): Promise<Artifact> {
  const job = run.trainingJob === undefined ? null : await describeTrainingJob(run.trainingJob);
  const key = artifactKey(job?.artifactUri, bucket, run.model);
  const head = await headObject(bucket, key);
  if (head === null) {
    throw new Error(`Cannot evaluate training job '${run.trainingJob}': s3://${bucket}/${key} is not there`);
  }
  const { versionId, bytes } = head;
  const digest = await digestObject({ bucket, key, versionId, maximumBytes: maximumArtifactBytes });
  return { uri: `s3://${bucket}/${key}`, versionId, digest, bytes };
}
