import { Command } from 'commander';
import { edgeItems } from '../../../core/registry/lineage/edge.ts';
import { edgesOfRecord } from '../../../core/registry/lineage/edges-of-record.ts';
import { withContext } from '../../with-context.ts';

export const rebuild = (): Command =>
  new Command('rebuild')
    .description(
      'Writes the lineage graph anew from the records of the registry: after changes of the registry went to the dead-letter queue, or for a registry older than its lineage. What is there already stays as it is.',
    )
    .action(
      withContext(async ({ announce, print, stack, target }) => {
        const [{ datasetsOf, loadCatalog }, { RegistryReader }, { batchPutRecords }, { table }] =
          await Promise.all([
            import('../../catalog.ts'),
            import('../../registry-reader.ts'),
            import('../../../adapters/dynamodb/batch-put-records.ts'),
            stack(),
          ]);
        await announce();
        const models = await loadCatalog();
        const registry = new RegistryReader(table);
        const found = (
          await Promise.all([
            ...datasetsOf(models).flatMap((dataset) => [
              registry.uploads(dataset),
              registry.datasetVersions(dataset),
            ]),
            ...models.flatMap(({ name }) => [
              registry.runs(name),
              registry.reproductions(name),
              registry.modelVersions(name),
              registry.servingHistory(name),
            ]),
          ])
        ).flat();
        // The registry lists no backfills: what they made names them.
        const ids = new Set(
          found.flatMap((record) =>
            record.kind === 'upload' && record.replay !== undefined
              ? [record.replay.backfillId]
              : record.kind === 'dataset-version' && record.backfillId !== undefined
                ? [record.backfillId]
                : [],
          ),
        );
        const backfills = await Promise.all([...ids].map((id) => registry.backfill(id)));
        const records = [...found, ...backfills.filter((backfill) => backfill !== null)];
        const context = {
          environment: target.environment,
          definitionOf: (model: string) => models.find(({ name }) => name === model) ?? null,
        };
        const items = new Map(
          records
            .flatMap((record) => edgesOfRecord(record, context))
            .flatMap(edgeItems)
            .map((item) => [`${item.key.pk} ${item.key.sk}`, item]),
        );
        await batchPutRecords(table, [...items.values()]);
        const done = { records: records.length, edges: items.size / 2 };
        print.result(done, () => `${done.edges} edges from ${done.records} records`);
      }),
    );
