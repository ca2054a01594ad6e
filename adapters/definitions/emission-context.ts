import type { EnvironmentVariable } from '../../core/environment-variable.ts';
import { datasetViews } from '../../core/features/views-of.ts';
import type { EmissionContext } from '../../core/registry/lineage/openlineage/change.ts';
import { findContract } from './find-contract.ts';
import { loadDefinitions } from './load-definitions.ts';

/** What a function must be told to tell of lineage. */
export const emissionVariables = [
  'BALLAST_ENV',
  'REGISTRY_TABLE',
  'DATA_BUCKET',
  'MODEL_BUCKET',
  'CODE_COMMIT',
  'XGBOOST_IMAGE',
] as const satisfies readonly EnvironmentVariable[];

/** What lineage is told with, beside the registry's records: the stack's names and its models. */
export function emissionContext(
  settings: Readonly<Record<(typeof emissionVariables)[number], string>>,
): EmissionContext {
  const definitions = loadDefinitions().map(({ definition }) => definition);
  return {
    environment: settings.BALLAST_ENV,
    dataBucket: settings.DATA_BUCKET,
    modelBucket: settings.MODEL_BUCKET,
    table: settings.REGISTRY_TABLE,
    codeCommit: settings.CODE_COMMIT,
    image: settings.XGBOOST_IMAGE,
    contractOf: (dataset) => findContract(dataset)?.contract ?? null,
    definitionOf: (model) => definitions.find(({ name }) => name === model) ?? null,
    hasViews: (dataset) =>
      definitions.some((definition) => datasetViews(definition).some((view) => view.dataset === dataset)),
  };
}
