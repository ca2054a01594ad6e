import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { parsePositive } from '../parse-version.ts';
import { renderUploads, uploadRows } from '../views/uploads.ts';
import { withContext } from '../with-context.ts';

export const uploads = (): Command =>
  new Command('uploads')
    .description('The newest uploads of a dataset: what became of each, and where its bad rows are.')
    .argument('<dataset>', 'name of the dataset')
    .option('--last <count>', 'how many to show', parsePositive, 20)
    .action(
      withContext(async ({ print, stack }, dataset: string, options: { readonly last: number }) => {
        const [{ datasetsOf, loadCatalog }, { RegistryReader }] = await Promise.all([
          import('../catalog.ts'),
          import('../registry-reader.ts'),
        ]);
        const names = datasetsOf(await loadCatalog());
        if (!names.includes(dataset)) {
          throw new CliError(
            'notFound',
            `Cannot find dataset '${dataset}': the models of this checkout read ${names.join(', ') || 'none'}`,
          );
        }
        const { table, dataBucket } = await stack();
        const rows = uploadRows(await new RegistryReader(table).uploads(dataset), dataBucket).slice(
          -options.last,
        );
        print.result(rows, (style) => renderUploads(rows, style));
      }),
    );
