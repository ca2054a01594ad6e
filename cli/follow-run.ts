import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRecord } from '../core/registry/records.ts';
import { runSteps } from '../core/training/run-steps.ts';
import { CliError } from './cli-error.ts';

/**
 * Waits for a run's end and says every step that it reached, in order, also one that came and went between two looks.
 * @throws CliError when the deadline came first
 */
export async function followRun(request: {
  readonly read: () => Promise<RunRecord | null>;
  readonly runId: string;
  readonly deadlineInSeconds: number;
  readonly say: (message: string) => void;
  /** How the end can be seen later, for whoever waits no longer. */
  readonly later: string;
  readonly pollInMilliseconds?: number;
}): Promise<RunRecord> {
  const deadline = Date.now() + request.deadlineInSeconds * 1_000;
  let told = 0;
  for (;;) {
    const run = await request.read();
    if (run !== null) {
      const reached = runSteps.indexOf(run.step) + 1;
      for (const step of runSteps.slice(told, reached)) request.say(`${step} …`);
      told = Math.max(told, reached);
      if (run.status !== 'running') return run;
    }
    if (Date.now() > deadline) {
      throw new CliError(
        'deadline',
        `Cannot say how ${request.runId} ends: it runs for more than ${request.deadlineInSeconds} s (${run?.step ?? 'not begun'}); ${request.later}; wait longer with --deadline`,
      );
    }
    await sleep(request.pollInMilliseconds ?? 1_000);
  }
}
