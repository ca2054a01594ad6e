import { Command } from 'commander';
import { modelRows, renderModels } from '../views/models.ts';
import { withContext } from '../with-context.ts';

export const models = (): Command =>
  new Command('models')
    .description('The catalog: each model, its owner, what is live, its metrics and its last rollout.')
    .action(
      withContext(async ({ print, stack }) => {
        const [{ loadCatalog }, { RegistryReader }] = await Promise.all([
          import('../catalog.ts'),
          import('../registry-reader.ts'),
        ]);
        const [{ table }, definitions] = await Promise.all([stack(), loadCatalog()]);
        const registry = new RegistryReader(table);
        const rows = modelRows(
          await Promise.all(
            definitions.map(async (definition) => ({
              definition,
              serving: await registry.serving(definition.name),
              versions: await registry.modelVersions(definition.name),
              rollouts: await registry.rollouts(definition.name),
            })),
          ),
        );
        print.result(rows, (style) => renderModels(rows, style));
      }),
    );
