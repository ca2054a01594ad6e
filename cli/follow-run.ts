import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRecord } from '../core/registry/records.ts';
import { CliError } from './cli-error.ts';

const pollInMilliseconds = 1_000;

/**
 * Waits for a run's end and says each step as it comes.
 * @throws CliError when the deadline came first
 */
export async function followRun(request: {
  readonly read: () => Promise<RunRecord | null>;
  readonly runId: string;
  readonly deadlineInSeconds: number;
  readonly say: (message: string) => void;
}): Promise<RunRecord> {
  const deadline = Date.now() + request.deadlineInSeconds * 1_000;
  let told = '';
  for (;;) {
    const run = await request.read();
    if (run !== null && run.status !== 'running') return run;
    if (run !== null && run.step !== told) {
      told = run.step;
      request.say(`${run.step} …`);
    }
    if (Date.now() > deadline) {
      throw new CliError(
        'deadline',
        `Cannot say how ${request.runId} ends: it runs for more than ${request.deadlineInSeconds} s (${told || 'not begun'}); wait longer with --deadline`,
      );
    }
    await sleep(pollInMilliseconds);
  }
}
