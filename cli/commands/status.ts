import { Command } from 'commander';
import { describeTarget } from '../target.ts';
import { renderStatus, statusView } from '../views/status.ts';
import { withContext } from '../with-context.ts';

export const status = (): Command =>
  new Command('status')
    .description('What is deployed, what serves, what runs, what waits for somebody and what has failed.')
    .argument('[model]', 'only this model, with more about it')
    .action(
      withContext(async ({ print, stack, target }, model: string | undefined) => {
        const [{ datasetsOf, findModel, loadCatalog, ownersOf }, { RegistryReader }] = await Promise.all([
          import('../catalog.ts'),
          import('../registry-reader.ts'),
        ]);
        const [deployed, definitions] = await Promise.all([
          stack(),
          model === undefined ? loadCatalog() : findModel(model).then((found) => [found]),
        ]);
        const registry = new RegistryReader(deployed.table);
        const [datasets, models, pages] = await Promise.all([
          Promise.all(
            datasetsOf(definitions).map(async (dataset) => ({
              dataset,
              newest: await registry.newestDatasetVersion(dataset),
            })),
          ),
          Promise.all(
            definitions.map(async (definition) => {
              const { name } = definition;
              const [serving, versions, runs, rollouts] = await Promise.all([
                registry.serving(name),
                registry.modelVersions(name),
                registry.runs(name),
                registry.rollouts(name),
              ]);
              return { definition, serving, versions, runs, rollouts };
            }),
          ),
          Promise.all(ownersOf(definitions).map(registry.pages)),
        ]);
        const view = statusView({
          target: describeTarget(target),
          stack: { status: deployed.status, updatedAt: deployed.updatedAt?.toISOString() ?? null },
          datasets,
          models,
          pages: pages
            .flat()
            .filter((page) => model === undefined || page.model === null || page.model === model),
        });
        print.result(view, (style) => renderStatus(view, new Date(), style));
      }),
    );
