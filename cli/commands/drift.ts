import { Command } from 'commander';
import { functionName } from '../../core/names.ts';
import { CliError } from '../cli-error.ts';
import type { CheckDriftAnswer } from '../function-answers.ts';
import { renderDrift } from '../views/drift.ts';
import { withContext } from '../with-context.ts';

/** Why a check made no new report. */
const withoutReport: Readonly<Record<string, string>> = {
  'nothing-new': 'nothing was captured and no outcome came since the last check',
  'not-serving': 'no version is live yet',
  overtaken: 'another check of the same traffic ended first',
};

export const drift = (): Command =>
  new Command('drift')
    .description('The newest drift report of a model: inputs, predictions, performance, business value.')
    .argument('<model>', 'name of the model')
    .option('--check', 'measure now, and show what comes of it')
    .action(
      withContext(
        async ({ print, target, announce, stack }, model: string, options: { readonly check?: boolean }) => {
          const [{ findModel }, { RegistryReader }] = await Promise.all([
            import('../catalog.ts'),
            import('../registry-reader.ts'),
          ]);
          await findModel(model);
          if (options.check) {
            await announce();
            const { invokeFunction } = await import('../../adapters/lambda/invoke-function.ts');
            const name = functionName(target.environment, 'check-drift');
            const { checks } = await invokeFunction<CheckDriftAnswer>(name, { model });
            const status = checks[0]?.status;
            if (status !== 'checked')
              print.message(`No new report: ${withoutReport[status ?? ''] ?? status}`);
          }
          const report = await new RegistryReader((await stack()).table).newestDriftReport(model);
          if (report === null) {
            // A check that had nothing to measure did what it should.
            if (options.check) return print.result(null, () => `No drift report of '${model}' yet`);
            throw new CliError(
              'notFound',
              `Cannot show drift of '${model}': no report yet; \`ballast drift ${model} --check\` measures now`,
            );
          }
          print.result(report, (style) => renderDrift(report, style));
        },
      ),
    );
