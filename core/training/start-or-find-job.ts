import { type JobOutcome, jobOutcome } from './job-outcome.ts';

/** What `startOrFindJob` needs of the world. */
export interface JobPorts {
  /** The job's name at an attempt, from 1. */
  nameOf(attempt: number): string;
  describe(
    name: string,
  ): Promise<{ readonly status: string | undefined; readonly failureReason: string | undefined } | null>;
  /** Records who waits for the job. */
  waitFor(name: string): Promise<void>;
  /** Forgets who waits for it. */
  forget(name: string): Promise<void>;
  /** Starts the job; false if one of that name came first. */
  create(name: string): Promise<boolean>;
}

const maximumAttempts = 50;

/**
 * Starts the job that gives a result, or finds the one that gives it already. A job that failed keeps its name, so
 * another attempt takes the next one. Who waits is recorded before the job can end, and a job that runs already is
 * looked at once more after that: an end in between would otherwise be nobody's.
 */
export async function startOrFindJob(ports: JobPorts): Promise<{
  readonly name: string;
  readonly outcome: Exclude<JobOutcome, { readonly state: 'failed' }>;
}> {
  for (let attempt = 1; attempt <= maximumAttempts; attempt++) {
    const name = ports.nameOf(attempt);
    const found = await ports.describe(name);
    if (found !== null && jobOutcome(found.status, found.failureReason).state === 'failed') continue;
    await ports.waitFor(name);
    if (found === null && (await ports.create(name))) return { name, outcome: { state: 'running' } };
    const job = await ports.describe(name);
    const outcome = jobOutcome(job?.status, job?.failureReason);
    if (outcome.state !== 'failed') return { name, outcome };
    await ports.forget(name);
  }
  throw new Error(
    `Cannot start job '${ports.nameOf(1)}': ${maximumAttempts} attempts have failed; change the code or the data`,
  );
}
