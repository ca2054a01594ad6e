import * as v from 'valibot';
import { runDefinition } from '../../adapters/definitions/run-definition.ts';
import { getRun } from '../../adapters/dynamodb/get-run.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { createTrainingJob } from '../../adapters/sagemaker/create-training-job.ts';
import { describeTrainingJob } from '../../adapters/sagemaker/describe-training-job.ts';
import { region } from '../../adapters/sagemaker/region.ts';
import { failingTask } from '../../adapters/step-functions/failing-task.ts';
import { awaitJob } from '../../adapters/task-tokens/await-job.ts';
import { runKey } from '../../core/registry/keys.ts';
import { trainingJobName, trainingJobRequest } from '../../core/training/training-job-request.ts';
import { env } from './env.ts';

const Step = v.object({ model: v.string(), runId: v.string(), token: v.string() });

/** Starts a run's training job, or finds it running or finished; the token is answered when it has ended. */
export async function handler(event: unknown): Promise<void> {
  const { model, runId, token } = v.parse(Step, event);
  await failingTask(token, async () => {
    const { REGISTRY_TABLE, MODEL_BUCKET, SAGEMAKER_ROLE_ARN, XGBOOST_IMAGE } = readEnv(env);
    const run = await getRun(REGISTRY_TABLE, model, runId);
    const { training } = runDefinition(run);
    const image = run.reproduces?.image ?? XGBOOST_IMAGE;
    const place = { modelBucket: MODEL_BUCKET, image, region: await region(), training };
    await awaitJob(
      REGISTRY_TABLE,
      { waitsFor: 'training-job', model, runId, token },
      {
        nameOf: (attempt) => trainingJobName(run, place, attempt),
        describe: describeTrainingJob,
        record: (job) =>
          updateRecord(REGISTRY_TABLE, runKey(model, runId), { step: 'train', trainingJob: job }),
        create: (job) =>
          createTrainingJob({ ...trainingJobRequest(run, place, job), roleArn: SAGEMAKER_ROLE_ARN }),
      },
    );
  });
}
