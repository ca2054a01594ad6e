import { Command } from 'commander';
import { functionName } from '../../core/names.ts';
import { CliError } from '../cli-error.ts';
import { renderSkew } from '../views/skew.ts';
import { withContext } from '../with-context.ts';

export const skew = (): Command =>
  new Command('skew')
    .description('Whether the features that callers were served are what the dataset versions say.')
    .argument('<model>', 'name of the model')
    .option('--check', 'compare now, and show what comes of it')
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
            await invokeFunction(functionName(target.environment, 'check-skew'), { model });
          }
          const report = await new RegistryReader((await stack()).table).skewReport(model);
          if (report === null) {
            throw new CliError(
              'notFound',
              `Cannot show the feature skew of '${model}': no report yet; \`ballast skew ${model} --check\` compares now`,
            );
          }
          print.result(report, (style) => renderSkew(report, style));
        },
      ),
    );
