import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { parseSince } from '../parse-since.ts';
import { parsePositive } from '../parse-version.ts';
import { executionRows, renderExecutions, renderLog } from '../views/logs.ts';
import { withContext } from '../with-context.ts';

const sixHours = 6 * 3_600;

export const logs = (): Command =>
  new Command('logs')
    .description("The newest log lines of a function, job, run or endpoint; a machine's newest executions.")
    .argument(
      '<part>',
      'a function (predict), a machine (release, rollout), a run, a job, or a model for its endpoint',
    )
    .option('--since <time>', 'how far back: 90s, 15m, 6h, 2d (default: 6h)', parseSince)
    .option('--lines <count>', 'how many lines to show', parsePositive, 100)
    .action(
      withContext(
        async (context, part: string, options: { readonly since?: number; readonly lines: number }) => {
          const { print } = context;
          const since = new Date(Date.now() - (options.since ?? sixHours) * 1_000);
          if (part === 'release' || part === 'rollout') {
            const { newestExecutions } = await import('../find-log.ts');
            const rows = executionRows(
              await newestExecutions(await context.machineArn(part), Math.min(options.lines, 20)),
            );
            return print.result(rows, (style) => renderExecutions(rows, style));
          }
          const { findLog } = await import('../find-log.ts');
          const log = await findLog(context, part, { since, limit: options.lines });
          if (log === null) {
            throw new CliError(
              'notFound',
              `Cannot find a log of '${part}': it is no function, machine, run, job or model that has logged; functions are those in lambdas/, machines are release and rollout`,
            );
          }
          if (log.lines.length === 0)
            print.message(`No line in ${log.group} since ${since.toISOString()}; give a longer --since`);
          print.result(log, (style) => renderLog(log, style));
        },
      ),
    );
