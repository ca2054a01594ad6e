import { sweepUploads } from '../../adapters/datasets/sweep-uploads.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { describeTrainingJob } from '../../adapters/sagemaker/describe-training-job.ts';
import { describeTransformJob } from '../../adapters/sagemaker/describe-transform-job.ts';
import { findTokens } from '../../adapters/task-tokens/find-tokens.ts';
import { releaseToken } from '../../adapters/task-tokens/release-token.ts';
import type { TaskTokenRecord } from '../../core/registry/records.ts';
import { jobAnswer } from '../../core/training/job-answer.ts';
import { type JobOutcome, jobOutcome } from '../../core/training/job-outcome.ts';
import { env } from './env.ts';

/** A token younger than this may belong to a job that is being created right now. */
const minimumAgeInMilliseconds = 60_000;

/**
 * Asks SageMaker about every job that a step waits for, and releases those whose event was lost; has the event of every
 * upload whose receiver died delivered again.
 */
export async function handler(): Promise<{
  readonly waiting: number;
  readonly released: number;
  readonly redelivered: number;
}> {
  const { REGISTRY_TABLE, BALLAST_ENV } = readEnv(env);
  const { redelivered } = await sweepUploads(REGISTRY_TABLE, BALLAST_ENV, new Date());
  const now = Date.now();
  const waiting = (await findTokens(REGISTRY_TABLE)).filter(
    ({ waitsFor, storedAt }) =>
      waitsFor !== 'approval' && now - Date.parse(storedAt) >= minimumAgeInMilliseconds,
  );
  let released = 0;
  for (const token of waiting) {
    const answer = jobAnswer(token, await outcomeOf(token));
    if (answer === null || !(await releaseToken(REGISTRY_TABLE, token, answer))) continue;
    released++;
    console.log(JSON.stringify({ job: token.name, runId: token.runId, released: 'its event was lost' }));
  }
  return { waiting: waiting.length, released, redelivered };
}

async function outcomeOf({ waitsFor, name }: TaskTokenRecord): Promise<JobOutcome> {
  const job =
    waitsFor === 'training-job' ? await describeTrainingJob(name) : await describeTransformJob(name);
  if (job === null) return { state: 'failed', reason: 'SageMaker does not know the job' };
  return jobOutcome(job.status, job.failureReason);
}
