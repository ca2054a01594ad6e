import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { parseReference } from '../parse-reference.ts';
import { datasetLineage, modelLineage, renderDatasetLineage, renderModelLineage } from '../views/lineage.ts';
import { withContext } from '../with-context.ts';

export const lineage = (): Command =>
  new Command('lineage')
    .description('What a dataset version or a model version was made from, and what was made from it.')
    .argument('<name@version>', 'such as flights@3 or flight-delay@2', parseReference)
    .action(
      withContext(async ({ print, stack }, { name, version }: ReturnType<typeof parseReference>) => {
        const [{ datasetsOf, loadCatalog }, { RegistryReader }] = await Promise.all([
          import('../catalog.ts'),
          import('../registry-reader.ts'),
        ]);
        const [{ table, dataBucket }, definitions] = await Promise.all([stack(), loadCatalog()]);
        const registry = new RegistryReader(table);
        if (definitions.some((model) => model.name === name)) {
          const record = await registry.modelVersion(name, version);
          if (record === null) throw missing('model', name, version, `versions ${name}`);
          const [run, history, datasets] = await Promise.all([
            registry.run(name, record.runId),
            registry.servingHistory(name),
            Promise.all(
              Object.entries(record.datasets).map(([dataset, number]) =>
                registry.datasetVersion(dataset, number),
              ),
            ),
          ]);
          const view = modelLineage({
            record,
            run,
            history,
            datasets: datasets.filter((found) => found !== null),
            dataBucket,
          });
          return print.result(view, (style) => renderModelLineage(view, style));
        }
        if (datasetsOf(definitions).includes(name)) {
          const record = await registry.datasetVersion(name, version);
          if (record === null) throw missing('dataset', name, version, `uploads ${name}`);
          const readers = definitions.filter(({ contracts }) =>
            contracts.some(({ dataset }) => dataset === name),
          );
          const models = (
            await Promise.all(readers.map((model) => registry.modelVersions(model.name)))
          ).flat();
          const view = datasetLineage({ record, models, dataBucket });
          return print.result(view, (style) => renderDatasetLineage(view, style));
        }
        throw new CliError(
          'notFound',
          `Cannot find '${name}': this checkout has the models ${definitions.map((model) => model.name).join(', ')} and the datasets ${datasetsOf(definitions).join(', ')}`,
        );
      }),
    );

const missing = (kind: string, name: string, version: number, command: string): CliError =>
  new CliError(
    'notFound',
    `Cannot find version ${version} of ${kind} '${name}' in the registry; \`ballast ${command}\` shows what there is`,
  );
