import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { renderVersions, versionRows } from '../views/versions.ts';
import { withContext } from '../with-context.ts';

export const versions = (): Command =>
  new Command('versions')
    .description('The versions of a model: metrics, data, commit, approval, and which of them serves.')
    .argument('<model>', 'name of the model')
    .action(
      withContext(async ({ print, stack }, model: string) => {
        const [{ findModel }, { RegistryReader }] = await Promise.all([
          import('../catalog.ts'),
          import('../registry-reader.ts'),
        ]);
        const [{ table }] = await Promise.all([stack(), findModel(model)]);
        const registry = new RegistryReader(table);
        const [records, serving] = await Promise.all([
          registry.modelVersions(model),
          registry.serving(model),
        ]);
        if (records.length === 0) {
          throw new CliError(
            'notFound',
            `Cannot show versions of '${model}': none is registered yet; \`ballast status ${model}\` says what it waits for`,
          );
        }
        const rows = versionRows(records, serving);
        print.result(rows, (style) => renderVersions(rows, style));
      }),
    );
