import { Command } from 'commander';
import { parseDatasetVersion } from '../parse-dataset-reference.ts';
import { type DataDiff, renderDataDiff } from '../views/data-diff.ts';
import { withContext } from '../with-context.ts';

export const dataDiff = (): Command =>
  new Command('diff')
    .description('What changed between two versions: files, rows, columns, null shares, distributions.')
    .argument('<dataset>', 'name of the dataset')
    .argument('<before>', 'version by number or instant', parseDatasetVersion)
    .argument('<after>', 'version by number or instant', parseDatasetVersion)
    .action(
      withContext(async ({ print, stack }, dataset: string, before: string, after: string) => {
        const [
          { findDataset, findDatasetVersion },
          { readTable },
          { fetchVersion },
          { diffTables },
          { withWorkDirectory },
        ] = await Promise.all([
          import('../dataset-reader.ts'),
          import('../../adapters/datasets/read-table.ts'),
          import('../../adapters/datasets/fetch-version.ts'),
          import('../../adapters/duckdb/diff-tables.ts'),
          import('../../adapters/duckdb/work-directory.ts'),
        ]);
        const contract = await findDataset(dataset);
        const { table, dataBucket } = await stack();
        const sides = await Promise.all(
          [before, after].map(async (asked) => {
            const record = await findDatasetVersion(table, dataset, asked, true);
            const { state } = await readTable(dataBucket, dataset, record.version);
            return { record, state };
          }),
        );
        const [old, present] = [sides[0]!, sides[1]!];
        const view = await withWorkDirectory(async (directory): Promise<DataDiff> => {
          const fetched: string[][] = [];
          // One after the other: what both have is fetched once.
          for (const { record } of sides) {
            const request = { bucket: dataBucket, table, dataset, version: record.version, directory };
            fetched.push([...(await fetchVersion(request)).files]);
          }
          const diff = await diffTables({
            before: { schema: old.state.schema!, files: fetched[0]! },
            after: { schema: present.state.schema!, files: fetched[1]! },
            key: contract.key,
            directory,
          });
          const paths = sides.map(({ state }) => new Set(state.files.map(({ path }) => path)));
          return {
            dataset,
            before: old.record.version,
            after: present.record.version,
            files: {
              added: present.state.files.filter(({ path }) => !paths[0]!.has(path)).map(({ path }) => path),
              removed: old.state.files.filter(({ path }) => !paths[1]!.has(path)).map(({ path }) => path),
              common: old.state.files.filter(({ path }) => paths[1]!.has(path)).length,
            },
            ...diff,
          };
        });
        print.result(view, (style) => renderDataDiff(view, style));
      }),
    );
