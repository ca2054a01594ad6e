import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { parsePositive, parseVersion } from '../parse-version.ts';
import { renderRollback, rollbackView } from '../views/rollback.ts';
import { rolloutEnd } from '../views/rollout-end.ts';
import { withContext } from '../with-context.ts';

export const rollback = (): Command =>
  new Command('rollback')
    .description(
      'Return to the last known good version, at once and without analysis, and prove it by golden requests. Stops a rollout that runs.',
    )
    .argument('<model>', 'name of the model')
    .option('--to <version>', 'the version to return to (default: the last known good one)', parseVersion)
    .option('--reason <text>', 'why, for the record', 'asked for on the command line')
    .option('--by <who>', 'who asks (default: who the credentials say you are)')
    .option('--deadline <seconds>', 'how long to wait for its end', parsePositive, 900)
    .action(
      withContext(
        async (
          { print, announce, machineArn, caller, stack },
          model: string,
          options: {
            readonly to?: number;
            readonly reason: string;
            readonly by?: string;
            readonly deadline: number;
          },
        ) => {
          await announce();
          const { startExecution } = await import('../../adapters/step-functions/start-execution.ts');
          const rolloutId = newRolloutId(new Date());
          // Before anything is read: a rollback must not depend on the registry, the metrics or the stack's outputs.
          await startExecution(await machineArn('rollout'), rolloutId, {
            model,
            rolloutId,
            kind: 'rollback',
            version: options.to ?? null,
            requestedBy: options.by ?? (await caller()),
            reason: options.reason,
          });
          print.message(`Rollback ${rolloutId} started`);
          const { followRollout } = await import('../follow-rollout.ts');
          const rollout = await followRollout({
            model,
            rolloutId,
            execution: await machineArn('rollout', rolloutId),
            table: async () => (await stack()).table,
            deadlineInSeconds: options.deadline,
            say: print.message,
          });
          const view = rollbackView(rollout);
          print.result(view, (style) => renderRollback(view, style));
          const end = rolloutEnd(rollout);
          if (end !== null) throw new CliError(end.exit, end.message);
        },
      ),
    );

/** Ascending with time, and different for two people who act in the same second. */
function newRolloutId(now: Date): string {
  const at = now.toISOString().replaceAll(/[-:.]/g, '').toLowerCase();
  return `rollback-${at}-${Math.random().toString(36).slice(2, 8)}`;
}
