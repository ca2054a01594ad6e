import { Command, InvalidArgumentError } from 'commander';
import { parsePositive } from '../parse-version.ts';
import { collectedView, renderCollected, renderPlan } from '../views/data-gc.ts';
import { withContext } from '../with-context.ts';

interface Options {
  readonly apply?: boolean;
  readonly keepNewest: number;
  readonly keepDays: number;
}

export const dataGc = (): Command =>
  new Command('gc')
    .description('Which versions nothing needs, and why the others stay; with --apply, gives them up.')
    .argument('<dataset>', 'name of the dataset')
    .option('--keep-newest <count>', 'so many newest versions stay', parsePositive, 10)
    .option('--keep-days <days>', 'versions younger than this stay', parseDays, 30)
    .option('--apply', 'give them up and delete their files; without it, nothing is changed')
    .action(
      withContext(async (context, dataset: string, options: Options) => {
        const [{ findDataset }, { loadCatalog, ownersOf }, { collectPorts }, core] = await Promise.all([
          import('../dataset-reader.ts'),
          import('../catalog.ts'),
          import('../../adapters/datasets/collect-ports.ts'),
          import('../../core/datasets/collect-versions.ts'),
        ]);
        await findDataset(dataset);
        const definitions = await loadCatalog();
        const { table, dataBucket } = await context.stack();
        const now = new Date();
        const ports = collectPorts({
          ...{ bucket: dataBucket, table, dataset, now, owners: ownersOf(definitions) },
          models: definitions.map(({ name }) => name),
        });
        const policy = { keepNewest: options.keepNewest, keepDays: options.keepDays };
        const plan = await core.planCollection(ports, policy, now);
        if (options.apply !== true) {
          return context.print.result(plan, (style) => renderPlan(dataset, plan, style));
        }
        await context.announce();
        context.print.message(renderPlan(dataset, plan, (_tone, text) => text));
        const collected = collectedView(await core.collectVersions(ports, policy, now));
        context.print.result(collected, () => renderCollected(dataset, collected));
      }),
    );

function parseDays(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Expected a whole number of days.');
  return Number(text);
}
