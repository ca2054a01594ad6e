import { loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { prepareRequestFeatures } from '../../adapters/duckdb/request-features.ts';
import { checkRequest, requestColumns } from '../../core/features/check-request.ts';
import { contractOf } from '../../core/features/contract-of.ts';
import { featureSchema } from '../../core/features/feature-schema.ts';
import { datasetViews } from '../../core/features/views-of.ts';

/** Everything about a model that does not change from request to request; made once per process. */
export interface Predictor {
  readonly check: (request: unknown) => ReturnType<typeof checkRequest>;
  readonly requestFeatures: Awaited<ReturnType<typeof prepareRequestFeatures>>;
  readonly views: ReturnType<typeof datasetViews>;
  readonly featureNames: readonly string[];
}

const predictors = new Map<string, Promise<Predictor>>();

/** The predictor of a model, or null where the stack has no such model. */
export async function predictorOf(model: string): Promise<Predictor | null> {
  const found = loadDefinitions().find(({ definition }) => definition.name === model);
  if (found === undefined) return null;
  let predictor = predictors.get(model);
  if (predictor === undefined) {
    predictor = makePredictor(found.definition);
    predictors.set(model, predictor);
    // A failure is not kept: the next request tries again.
    predictor.catch(() => predictors.delete(model));
  }
  return predictor;
}

async function makePredictor(
  definition: ReturnType<typeof loadDefinitions>[number]['definition'],
): Promise<Predictor> {
  const { dataset, columns: names } = definition.request;
  const columns = requestColumns(contractOf(definition, dataset), names);
  return {
    check: (request) => checkRequest(columns, request),
    requestFeatures: await prepareRequestFeatures(definition, columns),
    views: datasetViews(definition),
    featureNames: featureSchema(definition).map(({ name }) => name),
  };
}
