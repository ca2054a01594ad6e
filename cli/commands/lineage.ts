import { Command } from 'commander';
import type { DatasetVersionRecord } from '../../core/registry/records.ts';
import { CliError } from '../cli-error.ts';
import { parseReference } from '../parse-reference.ts';
import { datasetLineage, modelLineage, renderDatasetLineage, renderModelLineage } from '../views/lineage.ts';
import { withContext } from '../with-context.ts';
import { dependents } from './lineage/dependents.ts';
import { events } from './lineage/events.ts';
import { rebuild } from './lineage/rebuild.ts';
import { stale } from './lineage/stale.ts';
import { tree } from './lineage/tree.ts';
import { who } from './lineage/who.ts';

export const lineage = (): Command =>
  new Command('lineage')
    .description('What a dataset version or a model version was made from, and what was made from it.')
    .addCommand(tree())
    .addCommand(who())
    .addCommand(dependents())
    .addCommand(stale())
    .addCommand(events())
    .addCommand(rebuild())
    .argument(
      '<name[@version]>',
      'such as flights@3 or flight-delay@2; a name alone is the live version of a model, the newest of a dataset',
      parseReference,
    )
    .action(
      withContext(async ({ print, stack }, { name, version }: ReturnType<typeof parseReference>) => {
        const [{ datasetsOf, loadCatalog }, { RegistryReader }, { readTable }] = await Promise.all([
          import('../catalog.ts'),
          import('../registry-reader.ts'),
          import('../../adapters/datasets/read-table.ts'),
        ]);
        const [{ table, dataBucket }, definitions] = await Promise.all([stack(), loadCatalog()]);
        const registry = new RegistryReader(table);
        const withFiles = async (found: DatasetVersionRecord) => ({
          record: found,
          files: (await readTable(dataBucket, found.dataset, found.version)).state.files,
        });
        if (definitions.some((model) => model.name === name)) {
          const asked = version ?? (await registry.serving(name))?.live ?? null;
          const record = asked === null ? null : await registry.modelVersion(name, asked);
          if (record === null) throw missing('model', name, asked, `versions ${name}`);
          const [run, history, datasets] = await Promise.all([
            registry.run(name, record.runId),
            registry.servingHistory(name),
            Promise.all(
              Object.entries(record.datasets).map(([dataset, number]) =>
                registry.datasetVersion(dataset, number),
              ),
            ),
          ]);
          const found = await Promise.all(
            datasets.filter((dataset) => dataset !== null).map((dataset) => withFiles(dataset)),
          );
          const view = modelLineage({ record, run, history, datasets: found, dataBucket });
          return print.result(view, (style) => renderModelLineage(view, style));
        }
        if (datasetsOf(definitions).includes(name)) {
          const record =
            version === null
              ? await registry.newestDatasetVersion(name)
              : await registry.datasetVersion(name, version);
          if (record === null) throw missing('dataset', name, version, `uploads ${name}`);
          const readers = definitions.filter(({ contracts }) =>
            contracts.some(({ dataset }) => dataset === name),
          );
          const models = (
            await Promise.all(readers.map((model) => registry.modelVersions(model.name)))
          ).flat();
          const view = datasetLineage({ ...(await withFiles(record)), models, dataBucket });
          return print.result(view, (style) => renderDatasetLineage(view, style));
        }
        const models = definitions.map((model) => model.name).join(', ');
        throw new CliError(
          'notFound',
          `Cannot find '${name}': this checkout has the models ${models} and the datasets ${datasetsOf(definitions).join(', ')}`,
        );
      }),
    );

function missing(kind: string, name: string, version: number | null, command: string): CliError {
  const what = version === null ? (kind === 'model' ? 'a live version' : 'a version') : `version ${version}`;
  return new CliError(
    'notFound',
    `Cannot find ${what} of ${kind} '${name}' in the registry; \`ballast ${command}\` shows what there is`,
  );
}
