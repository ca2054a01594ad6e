import { datasetViews } from '../../core/features/views-of.ts';
import type { EmissionContext } from '../../core/registry/lineage/openlineage/change.ts';
import { findContract } from './find-contract.ts';
import { loadDefinitions } from './load-definitions.ts';

/** What lineage is told with, beside the registry's records: the stack's names and its models. */
export function emissionContext(settings: {
  readonly BALLAST_ENV: string;
  readonly REGISTRY_TABLE: string;
  readonly DATA_BUCKET: string;
  readonly MODEL_BUCKET: string;
  readonly CODE_COMMIT: string;
  readonly XGBOOST_IMAGE: string;
}): EmissionContext {
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
