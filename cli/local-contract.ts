import { checkExpressions } from '../adapters/duckdb/check-expressions.ts';
import type { Contract } from '../core/contracts/contract.ts';
import { datasetsOf, findModel, loadCatalog } from './catalog.ts';
import { CliError } from './cli-error.ts';

/**
 * The one contract of this checkout that a dataset or a model names, its rules read by the engine.
 * @throws CliError where there is none, or more than one to choose from
 * @throws Error where an SQL expression of the models cannot be computed
 */
export async function findLocalContract(named: {
  readonly dataset?: string;
  readonly model?: string;
}): Promise<Contract> {
  const models = named.model === undefined ? await loadCatalog() : [await findModel(named.model)];
  const names = datasetsOf(models);
  if (named.dataset === undefined && names.length !== 1) {
    throw new CliError(
      'usage',
      `Cannot choose a contract: give --dataset with one of ${names.join(', ') || 'none'}`,
    );
  }
  const dataset = named.dataset ?? names[0]!;
  const found = models.flatMap(({ contracts }) => contracts).find((contract) => contract.dataset === dataset);
  if (found === undefined) {
    throw new CliError(
      'notFound',
      `Cannot find dataset '${dataset}': the models of this checkout read ${names.join(', ') || 'none'}`,
    );
  }
  await checkExpressions(models);
  return found;
}
