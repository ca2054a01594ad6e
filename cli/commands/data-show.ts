import { Command } from 'commander';
import { type DatasetReference, parseDatasetReference } from '../parse-dataset-reference.ts';
import { dataShowView, renderDataShow } from '../views/data-show.ts';
import { withContext } from '../with-context.ts';

export const dataShow = (): Command =>
  new Command('show')
    .description('One version: its parent, contract, upload and uploader, code, and files.')
    .argument(
      '<dataset[@version]>',
      'version by number or instant, such as flights@3; the newest without one',
      parseDatasetReference,
    )
    .action(
      withContext(async ({ print, stack }, { dataset, version }: DatasetReference) => {
        const { findDataset, findDatasetVersion } = await import('../dataset-reader.ts');
        const { readTable } = await import('../../adapters/datasets/read-table.ts');
        await findDataset(dataset);
        const { table, dataBucket } = await stack();
        const record = await findDatasetVersion(table, dataset, version, false);
        const { state } = await readTable(dataBucket, dataset, record.version);
        const view = dataShowView(record, state.files, dataBucket);
        print.result(view, (style) => renderDataShow(view, style));
      }),
    );
