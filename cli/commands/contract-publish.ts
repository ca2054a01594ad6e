import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { GlobalOptions } from '../global-options.ts';
import { createPrint } from '../print.ts';
import { publicationView, renderPublications, withdrawnViews } from '../views/contract-publish.ts';

export const contractPublish = (): Command =>
  new Command('publish')
    .description(
      "Records a model's contracts as published, in contracts.lock.json beside the model. Needs no stack. Refuses a change without the version that it needs.",
    )
    .argument('<model>', 'the model whose contracts are published')
    .action(async (model: string, _options: unknown, command: Command) => {
      const [
        { checkout, findModel, loadCatalog },
        { checkExpressions },
        { publicationState },
        { askedColumns },
        { readContractsLock, writeContractsLock },
      ] = await Promise.all([
        import('../catalog.ts'),
        import('../../adapters/duckdb/check-expressions.ts'),
        import('../../core/contracts/contracts-lock.ts'),
        import('../../core/registry/asked-columns.ts'),
        import('../../lib/published-contracts.ts'),
      ]);
      const print = createPrint(command.optsWithGlobals<GlobalOptions>().json ?? false);
      const definition = await findModel(model);
      await checkExpressions([definition]);
      const { contracts } = definition;
      const models = await loadCatalog();
      const published = readContractsLock(checkout, model);
      const lock = published ?? {};
      const views = [
        ...contracts.map((contract) => {
          const asked = askedColumns(models, contract.dataset);
          return publicationView(contract, publicationState(contract, lock, asked));
        }),
        ...withdrawnViews(contracts, lock),
      ];
      const refused = views.filter(({ status }) => status === 'version-needed' || status === 'lock-edited');
      print.result(views, (style) => renderPublications(views, style));
      if (refused.length > 0) {
        const names = refused.map(({ dataset }) => `'${dataset}'`).join(', ');
        throw new CliError(
          'refused',
          `Cannot publish the contracts of '${model}': ${names} cannot be published as above; nothing was recorded`,
        );
      }
      if (published === null) {
        print.message(
          `There was no contracts.lock.json of '${model}': these are compared with nothing before them.`,
        );
      }
      print.message(`Recorded in ${writeContractsLock(checkout, model, contracts)}; commit it.`);
    });
