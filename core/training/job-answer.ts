import type { TaskTokenRecord } from '../registry/records.ts';
import type { JobOutcome } from './job-outcome.ts';

/** The machine's name for a job that ended badly. */
export const jobFailedError = 'JobFailed';

/** What the cause of a `JobFailed` error holds, as JSON. */
export interface JobFailure {
  readonly kind: 'training-job' | 'transform-job';
  readonly job: string;
  readonly reason: string;
}

/** What the step that waits for a job is told: nothing (null) while the job runs. */
export function jobAnswer(
  { waitsFor, name }: Pick<TaskTokenRecord, 'waitsFor' | 'name'>,
  outcome: JobOutcome,
):
  | { readonly kind: 'success'; readonly output: object }
  | { readonly kind: 'failure'; readonly error: string; readonly cause: string }
  | null {
  switch (outcome.state) {
    case 'running':
      return null;
    case 'succeeded':
      return { kind: 'success', output: { job: name } };
    case 'failed': {
      const failure = { kind: waitsFor, job: name, reason: outcome.reason };
      return { kind: 'failure', error: jobFailedError, cause: JSON.stringify(failure) };
    }
  }
}
