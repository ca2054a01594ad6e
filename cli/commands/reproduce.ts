import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { functionName } from '../../core/names.ts';
import { isReproduced } from '../../core/training/artifact-comparison.ts';
import { CliError } from '../cli-error.ts';
import type { ReleaseAnswer } from '../function-answers.ts';
import { parseReference } from '../parse-reference.ts';
import { parsePositive } from '../parse-version.ts';
import { renderReproduction, reproductionView } from '../views/reproduction.ts';
import { withContext } from '../with-context.ts';

export const reproduce = (): Command =>
  new Command('reproduce')
    .description(
      'Make a version again from its recorded data, features, code, hyperparameters and seed, and say for each artifact whether it is identical, equal within tolerance, or what differs and why. Nothing that serves is touched. One that has not ended is gone on with, not started again.',
    )
    .argument('<model@version>', 'such as flight-delay@3', parseReference)
    .option('--last', 'start nothing: show the newest reproduction of the version, once it has ended')
    .option('--by <who>', 'who asks (default: who the credentials say you are)')
    .option('--deadline <seconds>', 'how long to wait for its end', parsePositive, 3_600)
    .action(
      withContext(
        async (
          { print, target, announce, caller, stack },
          { name: model, version }: ReturnType<typeof parseReference>,
          options: { readonly last?: boolean; readonly by?: string; readonly deadline: number },
        ) => {
          if (version === null) {
            throw new CliError('usage', `Cannot reproduce '${model}': name a version, such as ${model}@1`);
          }
          const [{ findModel }, { RegistryReader }] = await Promise.all([
            import('../catalog.ts'),
            import('../registry-reader.ts'),
          ]);
          await findModel(model);
          const reader = new RegistryReader((await stack()).table);
          const record = await reader.modelVersion(model, version);
          if (record === null) {
            throw new CliError(
              'notFound',
              `Cannot reproduce ${model}@${version}: there is no such version; \`ballast versions ${model}\` lists them`,
            );
          }

          const start = async (): Promise<string> => {
            await announce();
            const { invokeFunction } = await import('../../adapters/lambda/invoke-function.ts');
            const { decisions } = await invokeFunction<ReleaseAnswer>(
              functionName(target.environment, 'start-release'),
              {
                model,
                reproduce: { version, by: options.by ?? (await caller()) },
                // The SDK may send a request twice; that starts one reproduction.
                requestId: randomUUID(),
              },
            );
            const decision = decisions[0];
            if (decision === undefined || decision.runId === null) {
              throw new CliError(
                'refused',
                `Cannot reproduce ${model}@${version}: ${decision?.reason ?? 'start-release decided nothing'}`,
              );
            }
            print.message(`Reproduction ${decision.runId} runs: ${decision.reason}`);
            return decision.runId;
          };
          const newest = async (): Promise<string> => {
            const last = (await reader.reproductions(model, version)).at(-1);
            if (last === undefined) {
              throw new CliError(
                'notFound',
                `Cannot show a reproduction of ${model}@${version}: there is none yet; leave out --last to start one`,
              );
            }
            print.message(`Reproduction ${last.runId} was started at ${last.startedAt}`);
            return last.runId;
          };

          const runId = options.last === true ? await newest() : await start();
          const { followRun } = await import('../follow-run.ts');
          const run = await followRun({
            read: () => reader.run(model, runId),
            runId,
            deadlineInSeconds: options.deadline,
            say: print.message,
            later: `it goes on, \`ballast reproduce ${model}@${version} --last\` shows what comes of it`,
          });
          if (run.status !== 'compared' || run.comparison === undefined) {
            const { reason, logTail } = run.failure ?? { reason: `it ended as ${run.status}`, logTail: [] };
            throw new CliError(
              'failed',
              [`Cannot reproduce ${model}@${version}: ${run.step} failed: ${reason}`, ...logTail].join('\n'),
            );
          }
          const view = reproductionView(record, run, run.comparison);
          print.result(view, (style) => renderReproduction(view, style));
          if (!isReproduced(run.comparison)) {
            const which = run.comparison.filter(({ verdict }) => verdict === 'differs');
            throw new CliError(
              'failed',
              `${model}@${version} differs when made again: ${which.map(({ artifact }) => artifact).join(', ')}`,
            );
          }
        },
      ),
    );
