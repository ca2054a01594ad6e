import * as v from 'valibot';
import { loadDefinition } from '../../adapters/definitions/load-definitions.ts';
import { getRun } from '../../adapters/dynamodb/get-run.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { createTrainingJob } from '../../adapters/sagemaker/create-training-job.ts';
import { describeTrainingJob } from '../../adapters/sagemaker/describe-training-job.ts';
import { region } from '../../adapters/sagemaker/region.ts';
import { failingTask } from '../../adapters/step-functions/failing-task.ts';
import { forgetToken } from '../../adapters/task-tokens/forget-token.ts';
import { releaseToken } from '../../adapters/task-tokens/release-token.ts';
import { storeToken } from '../../adapters/task-tokens/store-token.ts';
import { runKey } from '../../core/registry/keys.ts';
import type { TaskTokenRecord } from '../../core/registry/records.ts';
import { jobAnswer } from '../../core/training/job-answer.ts';
import { startOrFindJob } from '../../core/training/start-or-find-job.ts';
import { trainingJobName, trainingJobRequest } from '../../core/training/training-job-request.ts';
import { env } from './env.ts';

const Step = v.object({ model: v.string(), runId: v.string(), token: v.string() });

/** Starts a run's training job, or finds it running or finished; the token is answered when it has ended. */
export async function handler(event: unknown): Promise<void> {
  const { model, runId, token } = v.parse(Step, event);
  await failingTask(token, async () => {
    const { REGISTRY_TABLE, MODEL_BUCKET, SAGEMAKER_ROLE_ARN, XGBOOST_IMAGE } = readEnv(env);
    const { training } = loadDefinition(model).definition;
    const place = { modelBucket: MODEL_BUCKET, image: XGBOOST_IMAGE, region: await region(), training };
    const run = await getRun(REGISTRY_TABLE, model, runId);
    const waiting = (name: string): TaskTokenRecord => ({
      kind: 'task-token',
      waitsFor: 'training-job',
      name,
      model,
      runId,
      token,
      storedAt: new Date().toISOString(),
    });
    const { name, outcome } = await startOrFindJob({
      nameOf: (attempt) => trainingJobName(run, place, attempt),
      describe: describeTrainingJob,
      waitFor: async (job) => {
        await updateRecord(REGISTRY_TABLE, runKey(model, runId), { step: 'train', trainingJob: job });
        await storeToken(REGISTRY_TABLE, waiting(job));
      },
      forget: (job) => forgetToken(REGISTRY_TABLE, waiting(job)),
      create: (job) =>
        createTrainingJob({ ...trainingJobRequest(run, place, job), roleArn: SAGEMAKER_ROLE_ARN }),
    });
    const answer = jobAnswer(waiting(name), outcome);
    if (answer !== null) await releaseToken(REGISTRY_TABLE, waiting(name), answer);
  });
}
