import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { parsePositive } from '../parse-version.ts';
import { pageRows, renderPages } from '../views/pages.ts';
import { withContext } from '../with-context.ts';

export const pages = (): Command =>
  new Command('pages')
    .description('The newest pages and notices: what happened, to which model, whose it is, what to do.')
    .option('--owner <name>', 'of this owner only')
    .option('--last <count>', 'how many to show', parsePositive, 10)
    .action(
      withContext(async ({ print, stack }, options: { readonly owner?: string; readonly last: number }) => {
        const [{ loadCatalog, ownersOf }, { RegistryReader }] = await Promise.all([
          import('../catalog.ts'),
          import('../registry-reader.ts'),
        ]);
        const owners = ownersOf(await loadCatalog());
        if (options.owner !== undefined && !owners.includes(options.owner)) {
          throw new CliError(
            'notFound',
            `Cannot find owner '${options.owner}': the models of this checkout have ${owners.join(', ') || 'none'}`,
          );
        }
        const registry = new RegistryReader((await stack()).table);
        const asked = options.owner === undefined ? owners : [options.owner];
        const rows = pageRows((await Promise.all(asked.map(registry.pages))).flat()).slice(-options.last);
        print.result(rows, (style) => renderPages(rows, style));
      }),
    );
