import { setTimeout as sleep } from 'node:timers/promises';
import { describeExecution } from '../adapters/step-functions/describe-execution.ts';
import { finalPhases, type Rollout } from '../core/rollout/rollout.ts';
import { CliError } from './cli-error.ts';
import { describeError } from './describe-error.ts';
import { second } from './format.ts';
import { printable } from './printable.ts';
import { RegistryReader } from './registry-reader.ts';

const pollInMilliseconds = 500;

/**
 * Waits for a rollout's end and says each phase as it comes. The execution is watched beside the record, so that a
 * machine that failed before it could write anything is not waited for.
 * @throws CliError when the machine failed, or the deadline came first
 */
export async function followRollout(request: {
  readonly model: string;
  readonly rolloutId: string;
  readonly execution: string;
  readonly table: () => Promise<string>;
  readonly deadlineInSeconds: number;
  readonly say: (message: string) => void;
}): Promise<Rollout> {
  const { model, rolloutId, say } = request;
  const deadline = Date.now() + request.deadlineInSeconds * 1_000;
  let told = 0;
  let unreadable = '';
  for (;;) {
    const rollout = await read().catch((error: unknown) => {
      // The rollback goes on whether or not it can be watched.
      const { message } = describeError(error);
      if (message !== unreadable) say(`Cannot read how it goes (${message}); it goes on, trying again`);
      unreadable = message;
      return null;
    });
    for (const { at, phase, reason } of rollout?.story.slice(told) ?? []) {
      say(`${second(at)}  ${phase}: ${printable(reason)}`);
    }
    told = rollout?.story.length ?? told;
    if (rollout !== null && finalPhases.has(rollout.phase)) {
      const last = rollout.story.at(-1);
      if (last?.phase !== rollout.phase)
        say(`${second(rollout.updatedAt)}  ${rollout.phase}: ${printable(rollout.reason)}`);
      return rollout;
    }
    // Whoever may not read executions still sees the record.
    const execution = await describeExecution(request.execution).catch(() => null);
    if (execution !== null && !['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'].includes(execution.status)) {
      const why = [execution.error, execution.cause].filter((part) => part !== null).join(': ');
      throw new CliError(
        'failed',
        printable(
          `Cannot finish rollback ${rolloutId} of '${model}': its machine ended as ${execution.status}${why === '' ? '' : ` (${why})`}; see \`ballast logs advance-rollout\``,
        ),
      );
    }
    if (Date.now() >= deadline) {
      throw new CliError(
        'deadline',
        `Cannot say how rollback ${rolloutId} of '${model}' ends: after ${request.deadlineInSeconds} s it is ${rollout?.phase ?? 'not recorded yet'}; it goes on, \`ballast status ${model}\` shows it`,
      );
    }
    await sleep(pollInMilliseconds);
  }

  async function read(): Promise<Rollout | null> {
    return new RegistryReader(await request.table()).rollout(model, rolloutId);
  }
}
