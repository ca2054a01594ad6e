import { Command } from 'commander';
import { judgeStaleness, type Staleness } from '../../../core/registry/lineage/judge-staleness.ts';
import type { ModelDefinition } from '../../../core/registry/model-definition.ts';
import { coverage } from '../../../core/training/coverage.ts';
import { newestTrainedRun } from '../../../core/training/newest-trained-run.ts';
import type { RegistryReader } from '../../registry-reader.ts';
import { renderStaleness } from '../../views/lineage-stale.ts';
import { withContext } from '../../with-context.ts';

export const stale = (): Command =>
  new Command('stale')
    .description(
      'Which live models learned from older data than there are: by how many versions, rows and days, and whether the policy would retrain now.',
    )
    .argument('[model]', 'name of the model; all where it is left out')
    .action(
      withContext(async ({ print, stack }, name?: string) => {
        const [{ findModel, loadCatalog }, { RegistryReader }, { table }] = await Promise.all([
          import('../../catalog.ts'),
          import('../../registry-reader.ts'),
          stack(),
        ]);
        const models = name === undefined ? await loadCatalog() : [await findModel(name)];
        const registry = new RegistryReader(table);
        const judged = await Promise.all(models.map((model) => judge(registry, model)));
        const view = judged.filter((one) => one !== null);
        print.result(view, (style) => renderStaleness(view, style));
      }),
    );

/** Null where nothing serves. */
async function judge(registry: RegistryReader, definition: ModelDefinition): Promise<Staleness | null> {
  const live = (await registry.serving(definition.name))?.live ?? null;
  const version = live === null ? null : await registry.modelVersion(definition.name, live);
  if (version === null) return null;
  const [pairs, runs] = await Promise.all([
    Promise.all(
      Object.entries(version.datasets).map(async ([dataset, number]) => {
        const [before, now] = await Promise.all([
          registry.datasetVersion(dataset, number),
          registry.newestDatasetVersion(dataset),
        ]);
        if (before === null || now === null) throw missing(definition.name, dataset, number);
        return { before, now };
      }),
    ),
    registry.runs(definition.name),
  ]);
  const last = newestTrainedRun(runs);
  const covered =
    last === null
      ? []
      : await Promise.all(
          Object.entries(last.datasets).map(async ([dataset, number]) => {
            const record = await registry.datasetVersion(dataset, number);
            if (record === null) throw missing(definition.name, dataset, number);
            return record;
          }),
        );
  return judgeStaleness({
    version,
    trainedOn: pairs.map(({ before }) => before),
    newest: pairs.map(({ now }) => now),
    onNewData: definition.training.onNewData,
    runs,
    trained: last && { run: last, covers: coverage(covered) },
  });
}

const missing = (model: string, dataset: string, version: number): Error =>
  new Error(`Cannot judge '${model}': version ${version} of dataset '${dataset}' is not in the registry`);
