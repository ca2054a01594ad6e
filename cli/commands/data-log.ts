import { Command } from 'commander';
import type { PinRecord } from '../../core/registry/records.ts';
import { dataLogRows, renderDataLog } from '../views/data-log.ts';
import { withContext } from '../with-context.ts';

export const dataLog = (): Command =>
  new Command('log')
    .description('The versions of a dataset, the newest first: what each upload added and removed.')
    .argument('<dataset>', 'name of the dataset')
    .action(
      withContext(async ({ print, stack }, dataset: string) => {
        const { datasetVersions, findDataset } = await import('../dataset-reader.ts');
        const { queryRecords } = await import('../../adapters/dynamodb/query-records.ts');
        const { partitionOf } = await import('../../core/registry/keys.ts');
        await findDataset(dataset);
        const { table } = await stack();
        const [versions, pins] = await Promise.all([
          datasetVersions(table, dataset),
          queryRecords<PinRecord>({ table, partition: partitionOf.dataset(dataset), prefix: 'PIN#' }),
        ]);
        const rows = dataLogRows(versions, pins);
        print.result(rows, (style) => renderDataLog(rows, style));
      }),
    );
