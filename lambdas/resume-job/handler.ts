import * as v from 'valibot';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { findTokens } from '../../adapters/task-tokens/find-tokens.ts';
import { releaseToken } from '../../adapters/task-tokens/release-token.ts';
import { jobAnswer } from '../../core/training/job-answer.ts';
import { jobOutcome } from '../../core/training/job-outcome.ts';
import { env } from './env.ts';

const reason = v.optional(v.string());

/** SageMaker's job state changes, as EventBridge delivers them. */
const StateChange = v.object({
  detail: v.union([
    v.object({ TrainingJobName: v.string(), TrainingJobStatus: v.string(), FailureReason: reason }),
    v.object({ TransformJobName: v.string(), TransformJobStatus: v.string(), FailureReason: reason }),
  ]),
});

/** Releases the steps that wait for a job that has ended. A job that nobody waits for is none of our business. */
export async function handler(event: unknown): Promise<{ readonly released: number }> {
  const { REGISTRY_TABLE } = readEnv(env);
  const { detail } = v.parse(StateChange, event);
  const [name, status] =
    'TrainingJobName' in detail
      ? [detail.TrainingJobName, detail.TrainingJobStatus]
      : [detail.TransformJobName, detail.TransformJobStatus];
  const outcome = jobOutcome(status, detail.FailureReason);
  const waiting = await findTokens(REGISTRY_TABLE, name);
  let released = 0;
  for (const token of waiting) {
    const answer = jobAnswer(token, outcome);
    if (answer !== null && (await releaseToken(REGISTRY_TABLE, token, answer))) released++;
  }
  console.log(JSON.stringify({ job: name, status, waiting: waiting.length, released }));
  return { released };
}
