import { queryRecords } from '../adapters/dynamodb/query-records.ts';
import type { Contract } from '../core/contracts/contract.ts';
import { findVersion } from '../core/datasets/find-version.ts';
import { partitionOf } from '../core/registry/keys.ts';
import type { DatasetVersionRecord } from '../core/registry/records.ts';
import { datasetsOf, loadCatalog } from './catalog.ts';
import { CliError } from './cli-error.ts';

/**
 * The contract of a dataset of this checkout.
 * @throws CliError naming the datasets there are
 */
export async function findDataset(name: string): Promise<Contract> {
  const definitions = await loadCatalog();
  const found = definitions.flatMap(({ contracts }) => contracts).find(({ dataset }) => dataset === name);
  if (found !== undefined) return found;
  throw new CliError(
    'notFound',
    `Cannot find dataset '${name}': the models of this checkout read ${datasetsOf(definitions).join(', ') || 'none'}`,
  );
}

/** The records of all versions of a dataset, in order of their number. */
export const datasetVersions = (table: string, dataset: string): Promise<DatasetVersionRecord[]> =>
  queryRecords({ table, partition: partitionOf.dataset(dataset), prefix: 'VERSION#' });

/**
 * The version that a number, an instant or nothing names.
 * @throws CliError where there is none, or its data were given up and `withData` asks for them
 */
export async function findDatasetVersion(
  table: string,
  dataset: string,
  asked: string | null,
  withData: boolean,
): Promise<DatasetVersionRecord> {
  const found = findVersion(await datasetVersions(table, dataset), asked);
  if (found === null) {
    const what = asked === null ? 'a version' : `version ${asked}`;
    throw new CliError(
      'notFound',
      `Cannot find ${what} of dataset '${dataset}'; \`ballast data log ${dataset}\` shows what there is`,
    );
  }
  if (withData && found.expiredAt !== undefined) {
    throw new CliError(
      'refused',
      `Cannot read version ${found.version} of dataset '${dataset}': it was given up at ${found.expiredAt}; \`ballast data log ${dataset}\` names the versions that are there`,
    );
  }
  return found;
}
