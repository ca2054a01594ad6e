import { Command } from 'commander';
import { datasetViews } from '../../core/features/views-of.ts';
import { featureRows, type Materialised, renderFeatures } from '../views/features.ts';
import { withContext } from '../with-context.ts';

export const features = (): Command =>
  new Command('features')
    .description('What a model is told: each feature, its view, and up to when it is materialised.')
    .argument('<model>', 'name of a model')
    .action(
      withContext(async ({ print, stack }, model: string) => {
        const [{ findModel }, { RegistryReader }] = await Promise.all([
          import('../catalog.ts'),
          import('../registry-reader.ts'),
        ]);
        const [{ table }, definition] = await Promise.all([stack(), findModel(model)]);
        const registry = new RegistryReader(table);
        const datasets = [...new Set(datasetViews(definition).map(({ dataset }) => dataset))];
        const found = new Map<string, Materialised>();
        await Promise.all(
          datasets.map(async (dataset) => {
            const record = await registry.materialisation(dataset);
            if (record === null) return;
            const version = await registry.datasetVersion(dataset, record.version);
            found.set(dataset, { record, version });
          }),
        );
        const rows = featureRows(definition, found);
        print.result(rows, (style) => renderFeatures(rows, style));
      }),
    );
