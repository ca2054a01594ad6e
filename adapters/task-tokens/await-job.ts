import type { TaskTokenRecord } from '../../core/registry/records.ts';
import { jobAnswer } from '../../core/training/job-answer.ts';
import { type JobPorts, startOrFindJob } from '../../core/training/start-or-find-job.ts';
import { forgetToken } from './forget-token.ts';
import { releaseToken, releaseTokenActions } from './release-token.ts';
import { storeToken, storeTokenActions } from './store-token.ts';

/** Granted on the registry; `sendTaskActions` are needed on the executions besides. */
export const awaitJobActions = [...storeTokenActions, ...releaseTokenActions] as const;

/**
 * Starts the job that gives a step's result, or finds it, and stores the step's token under its name: `resume-job`
 * answers it when the job has ended. A job that has ended already is answered for at once.
 */
export async function awaitJob(
  table: string,
  step: Pick<TaskTokenRecord, 'waitsFor' | 'model' | 'runId' | 'token'>,
  ports: Pick<JobPorts, 'nameOf' | 'describe' | 'create'> & {
    /** Writes the job's name to the run, before anybody waits for it. */
    record(name: string): Promise<unknown>;
  },
): Promise<void> {
  const waiting = (name: string): TaskTokenRecord => ({
    kind: 'task-token',
    ...step,
    name,
    storedAt: new Date().toISOString(),
  });
  const { name, outcome } = await startOrFindJob({
    nameOf: (attempt) => ports.nameOf(attempt),
    describe: (job) => ports.describe(job),
    create: (job) => ports.create(job),
    waitFor: async (job) => {
      await ports.record(job);
      await storeToken(table, waiting(job));
    },
    forget: (job) => forgetToken(table, waiting(job)),
  });
  const answer = jobAnswer(waiting(name), outcome);
  if (answer !== null) await releaseToken(table, waiting(name), answer);
}
