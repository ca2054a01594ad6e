import { describe, expect, it } from 'vitest';
import { startOrFindJob } from '../../../core/training/start-or-find-job.ts';

/** A SageMaker with some jobs, whose statuses may change after each look. */
function service(jobs: Record<string, string[]>) {
  const calls: string[] = [];
  const ports = {
    nameOf: (attempt: number) => `job-${attempt}`,
    describe: async (name: string) => {
      calls.push(`describe ${name}`);
      const statuses = jobs[name];
      if (statuses === undefined) return null;
      const status = statuses.length > 1 ? statuses.shift()! : statuses[0]!;
      return { status, failureReason: status === 'Failed' ? 'broken' : undefined };
    },
    waitFor: async (name: string) => {
      calls.push(`wait ${name}`);
    },
    forget: async (name: string) => {
      calls.push(`forget ${name}`);
    },
    create: async (name: string) => {
      calls.push(`create ${name}`);
      if (jobs[name] !== undefined) return false;
      jobs[name] = ['InProgress'];
      return true;
    },
  };
  return { calls, ports };
}

describe('startOrFindJob', () => {
  it('records who waits before it starts the job', async () => {
    const { calls, ports } = service({});
    expect(await startOrFindJob(ports)).toEqual({ name: 'job-1', outcome: { state: 'running' } });
    expect(calls).toEqual(['describe job-1', 'wait job-1', 'create job-1']);
  });

  it('finds a finished job and starts nothing', async () => {
    const { calls, ports } = service({ 'job-1': ['Completed'] });
    expect(await startOrFindJob(ports)).toEqual({ name: 'job-1', outcome: { state: 'succeeded' } });
    expect(calls.some((call) => call.startsWith('create'))).toBe(false);
  });

  it('waits for a job that runs already', async () => {
    const { calls, ports } = service({ 'job-1': ['InProgress'] });
    expect(await startOrFindJob(ports)).toEqual({ name: 'job-1', outcome: { state: 'running' } });
    expect(calls).toEqual(['describe job-1', 'wait job-1', 'describe job-1']);
  });

  it('notices a job that ends before anybody waits for it', async () => {
    const { ports } = service({ 'job-1': ['InProgress', 'Completed'] });
    expect(await startOrFindJob(ports)).toEqual({ name: 'job-1', outcome: { state: 'succeeded' } });
  });

  it.each(['Failed', 'Stopped'])('takes the next name after an attempt that has %s', async (status) => {
    const { calls, ports } = service({ 'job-1': [status], 'job-2': [status] });
    expect(await startOrFindJob(ports)).toEqual({ name: 'job-3', outcome: { state: 'running' } });
    expect(calls).not.toContain('wait job-1');
  });

  it('forgets who waited for a job that failed meanwhile, and tries again', async () => {
    const { calls, ports } = service({ 'job-1': ['InProgress', 'Failed'] });
    expect(await startOrFindJob(ports)).toEqual({ name: 'job-2', outcome: { state: 'running' } });
    expect(calls).toContain('forget job-1');
  });

  it('takes over a job that another started in between', async () => {
    const { ports } = service({});
    const taken = { ...ports, create: async () => false, describe: async () => null };
    expect(await startOrFindJob(taken)).toEqual({ name: 'job-1', outcome: { state: 'running' } });
  });

  it('gives up after fifty attempts', async () => {
    const { ports } = service({});
    const failing = { ...ports, describe: async () => ({ status: 'Failed', failureReason: 'broken' }) };
    await expect(startOrFindJob(failing)).rejects.toThrow(
      "Cannot start job 'job-1': 50 attempts have failed",
    );
  });
});
