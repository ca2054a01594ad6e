import { Command } from 'commander';
import { functionName } from '../../core/names.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import type { PlanBackfillAnswer } from '../function-answers.ts';
import { parseBound } from '../parse-bound.ts';
import { parsePositive } from '../parse-version.ts';
import { renderBackfill, renderPlan } from '../views/backfill.ts';
import { withContext } from '../with-context.ts';

interface Options {
  readonly from?: ReturnType<typeof parseBound>;
  readonly to?: ReturnType<typeof parseBound>;
  readonly quarantined?: boolean;
  readonly apply?: boolean;
  readonly status?: string;
  readonly resume?: string;
  readonly by?: string;
  readonly deadline: number;
}

export const backfill = (): Command =>
  new Command('backfill')
    .description(
      'Judge earlier uploads, or the rows that were set aside, by the contract as it is deployed now. Prints the plan; --apply carries it out as one new version. No existing version changes.',
    )
    .argument('[dataset]', 'name of the dataset')
    .option('--from <bound>', 'first upload: a version (3) or a time in UTC (2013-04-01)', parseBound)
    .option('--to <bound>', 'last upload, as --from (default: the newest)', parseBound)
    .option('--quarantined', 'only the rows that were set aside')
    .option('--apply', 'do it, and wait for its end')
    .option('--status <id>', 'how far a backfill has come')
    .option('--resume <id>', 'do what is left of a backfill that stopped, and wait for its end')
    .option('--by <who>', 'who asks (default: who the credentials say you are)')
    .option('--deadline <seconds>', 'how long to wait for its end', parsePositive, 900)
    .action(
      withContext(async (context, dataset: string | undefined, options: Options) => {
        const { print, announce, stack } = context;
        if (options.status !== undefined) {
          const { readBackfill } = await import('../follow-backfill.ts');
          const view = await readBackfill((await stack()).table, options.status);
          return print.result(view, (style) => renderBackfill(view, style));
        }
        if (options.resume !== undefined) {
          await announce();
          const { backfill: started } = await ask(context, { resume: options.resume });
          return follow(context, started!.backfillId, options.deadline);
        }
        if (dataset === undefined || options.from === undefined) {
          throw new CliError(
            'usage',
            'Cannot plan a backfill: give a dataset and --from, as in `ballast backfill flights --from 0`; or --status or --resume with the id of one',
          );
        }
        if (options.apply) await announce();
        const request = {
          dataset,
          part: options.quarantined ? 'quarantined' : 'uploads',
          from: options.from,
          to: options.to ?? { time: new Date().toISOString() },
          apply: options.apply ?? false,
          requestedBy: options.by ?? (await context.caller()),
        };
        const answer = await ask(context, request);
        if (answer.backfill === null) {
          return print.result(answer, (style) => renderPlan(answer, style));
        }
        print.message(renderPlan(answer));
        await follow(context, answer.backfill.backfillId, options.deadline);
      }),
    );

async function ask({ target }: Context, request: object): Promise<PlanBackfillAnswer> {
  const { invokeFunction } = await import('../../adapters/lambda/invoke-function.ts');
  return invokeFunction<PlanBackfillAnswer>(functionName(target.environment, 'plan-backfill'), request);
}

/** Waits for the end and shows it. */
async function follow(
  { print, stack }: Context,
  backfillId: string,
  deadlineInSeconds: number,
): Promise<void> {
  const { followBackfill } = await import('../follow-backfill.ts');
  const view = await followBackfill({
    table: (await stack()).table,
    backfillId,
    deadlineInSeconds,
    say: print.message,
  });
  print.result(view, (style) => renderBackfill(view, style));
  if (view.backfill.status === 'failed') {
    throw new CliError(
      'failed',
      `Cannot finish backfill ${backfillId}: ${view.backfill.reason ?? 'it does not say why'}; \`ballast logs replay-upload\` says more, \`ballast backfill --resume ${backfillId}\` does what is left`,
    );
  }
}
