import { prepareRequestRows } from '../../adapters/duckdb/request-features.ts';
import { checkRequest, requestColumns } from '../../core/features/check-request.ts';
import { contractOf } from '../../core/features/contract-of.ts';
import type { FeatureDefinitions } from '../../core/features/feature-definitions.ts';
import { featureSchema } from '../../core/features/feature-schema.ts';
import { type RequestRule, requestRules } from '../../core/features/request-rules.ts';
import { datasetViews } from '../../core/features/views-of.ts';

/** Everything about feature definitions that does not change from request to request; made once per process. */
export interface Predictor {
  readonly digest: string;
  readonly check: (request: unknown) => ReturnType<typeof checkRequest>;
  readonly rules: readonly RequestRule[];
  readonly requestRows: Awaited<ReturnType<typeof prepareRequestRows>>;
  readonly views: ReturnType<typeof datasetViews>;
  readonly featureNames: readonly string[];
}

/** Versions that serve at once, and the ones just before them: each holds an engine of its own. */
const maximumKept = 12;
const predictors = new Map<string, Promise<Predictor>>();

/** The predictor of feature definitions, by their digest: versions with equal definitions share one. */
export async function predictorOf(
  digest: string,
  definitions: () => Promise<FeatureDefinitions>,
): Promise<Predictor> {
  const known = predictors.get(digest);
  // What was used last stands last.
  predictors.delete(digest);
  const predictor = known ?? definitions().then((found) => makePredictor(digest, found));
  predictors.set(digest, predictor);
  const [oldest] = predictors.keys();
  if (predictors.size > maximumKept && oldest !== undefined) predictors.delete(oldest);
  // A failure is not kept: the next request tries again.
  predictor.catch(() => predictors.delete(digest));
  return predictor;
}

async function makePredictor(digest: string, definitions: FeatureDefinitions): Promise<Predictor> {
  const { dataset, columns: names } = definitions.request;
  const contract = contractOf(definitions, dataset);
  const columns = requestColumns(contract, names);
  const rules = requestRules(contract, names);
  return {
    digest,
    check: (request) => checkRequest(columns, request),
    rules,
    requestRows: await prepareRequestRows(definitions, columns, rules),
    views: datasetViews(definitions),
    featureNames: featureSchema(definitions).map(({ name }) => name),
  };
}
