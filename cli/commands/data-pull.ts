import { Command } from 'commander';
import { count } from '../format.ts';
import { type DatasetReference, parseDatasetReference } from '../parse-dataset-reference.ts';
import { withContext } from '../with-context.ts';

export const dataPull = (): Command =>
  new Command('pull')
    .description(
      "Downloads a version's Parquet files to <directory>/<dataset>/, without those that are there; those that an earlier pull brought and the version does not have go.",
    )
    .argument(
      '<dataset[@version]>',
      'version by number or instant; the newest without one',
      parseDatasetReference,
    )
    .argument('<directory>', 'is made where it is not there')
    .action(
      withContext(async ({ print, stack }, { dataset, version }: DatasetReference, directory: string) => {
        const { findDataset, findDatasetVersion } = await import('../dataset-reader.ts');
        const { pullVersion } = await import('../../adapters/datasets/pull-version.ts');
        const { resolve } = await import('node:path');
        await findDataset(dataset);
        const { table, dataBucket } = await stack();
        const record = await findDatasetVersion(table, dataset, version, true);
        const { files } = await pullVersion({
          ...{ bucket: dataBucket, table, dataset, version: record.version },
          directory: resolve(directory),
        });
        const view = { dataset, version: record.version, rows: record.rows, bytes: record.bytes, files };
        print.result(
          view,
          () =>
            `${dataset}@${record.version}: ${count(record.rows)} rows in ${count(files.length)} files, ${count(record.bytes)} bytes, in ${resolve(directory)}/${dataset}`,
        );
      }),
    );
