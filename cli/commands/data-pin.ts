import { Command } from 'commander';
import type { PinRecord } from '../../core/registry/records.ts';
import { CliError } from '../cli-error.ts';
import { type DatasetReference, parseDatasetReference } from '../parse-dataset-reference.ts';
import { withContext } from '../with-context.ts';

const reference = ['<dataset@version>', 'version by number or instant', parseDatasetReference] as const;

export const dataPin = (): Command =>
  new Command('pin')
    .description('Keeps a version from being given up, until it is unpinned.')
    .argument(...reference)
    .requiredOption('--reason <text>', 'why, for those who come later')
    .action(
      withContext(
        async (context, { dataset, version }: DatasetReference, options: { readonly reason: string }) => {
          const { findDataset, findDatasetVersion } = await import('../dataset-reader.ts');
          const { putRecord } = await import('../../adapters/dynamodb/put-record.ts');
          const { getRecord } = await import('../../adapters/dynamodb/get-record.ts');
          const { datasetVersionKey, pinKey } = await import('../../core/registry/keys.ts');
          await findDataset(dataset);
          const { table } = await context.stack();
          const found = await findDatasetVersion(table, dataset, required(version), true);
          await context.announce();
          const pin: PinRecord = {
            ...{ kind: 'pin', dataset, version: found.version, reason: options.reason },
            ...{ by: await context.caller(), at: new Date().toISOString() },
          };
          await putRecord(table, pinKey(dataset, found.version), pin);
          // A collection marks before it looks for pins: written before we look, the pin is seen, or the mark is.
          const after = await getRecord<typeof found>(table, datasetVersionKey(dataset, found.version));
          if (after?.expiredAt !== undefined) {
            throw new CliError(
              'refused',
              `Cannot be sure of version ${found.version} of '${dataset}': it is being given up at this moment; \`ballast data log ${dataset}\` says in a minute whether the pin came in time`,
            );
          }
          context.print.result(pin, () => `Pinned ${dataset}@${found.version}: ${options.reason}`);
        },
      ),
    );

export const dataUnpin = (): Command =>
  new Command('unpin')
    .description('Takes a pin away.')
    .argument(...reference)
    .action(
      withContext(async (context, { dataset, version }: DatasetReference) => {
        const { findDataset, findDatasetVersion } = await import('../dataset-reader.ts');
        const { deleteRecord } = await import('../../adapters/dynamodb/delete-record.ts');
        const { pinKey } = await import('../../core/registry/keys.ts');
        await findDataset(dataset);
        const { table } = await context.stack();
        const found = await findDatasetVersion(table, dataset, required(version), false);
        await context.announce();
        const condition = { expression: 'attribute_exists(pk)' };
        if (!(await deleteRecord(table, pinKey(dataset, found.version), condition))) {
          throw new CliError('notFound', `Cannot unpin ${dataset}@${found.version}: it is not pinned`);
        }
        const view = { dataset, version: found.version };
        context.print.result(view, () => `Unpinned ${dataset}@${found.version}`);
      }),
    );

function required(version: string | null): string {
  if (version !== null) return version;
  throw new CliError('usage', 'Cannot pin a dataset as a whole: give a version, such as flights@3');
}
