import { type RequestRow, UncomputableRequest } from '../../adapters/duckdb/request-features.ts';
import { batchGetRecords } from '../../adapters/dynamodb/batch-get-records.ts';
import type { RequestIssue, RequestValue } from '../../core/features/check-request.ts';
import type { FeatureValue, FeatureVector } from '../../core/features/feature-vector.ts';
import { hasLeft } from '../../core/features/has-left.ts';
import { ruleIssues } from '../../core/features/request-rules.ts';
import { shownValue } from '../../core/features/shown-value.ts';
import {
  featuresOf,
  findRows,
  indexVectors,
  type VectorIndex,
  type VersionUsed,
  type ViewEntity,
  vectorKeys,
  vectorKeysByRound,
  versionsUsed,
  viewEntities,
} from '../../core/features/vector-keys.ts';
import { entityProblem } from '../../core/features/vector-problem.ts';
import type { ItemKey } from '../../core/registry/keys.ts';
import type { MaterialisationRecord } from '../../core/registry/records.ts';
import type { Predictor } from './predictor.ts';

/** What SageMaker takes as an inference id. */
const inferenceId = /^[\x20-\x7e]{1,64}$/;

export type FoundFeatures =
  | {
      readonly ok: true;
      readonly id: string;
      readonly features: Readonly<Record<string, FeatureValue>>;
      readonly repairs: Readonly<Record<string, string>>;
      /** The request's columns, typed and repaired. */
      readonly request: Readonly<Record<string, RequestValue>>;
      readonly hour: number;
      /** By view. */
      readonly versions: Readonly<Record<string, VersionUsed>>;
    }
  | { readonly ok: false; readonly error: string; readonly issues: readonly RequestIssue[] };

/** Features of many requests, in their order: one execution of SQL, one round of reads. Times in milliseconds. */
export async function findFeatures(
  table: string,
  predictor: Predictor,
  requests: readonly unknown[],
  reached: readonly MaterialisationRecord[],
): Promise<{ readonly found: readonly FoundFeatures[]; readonly sql: number; readonly registry: number }> {
  const found: FoundFeatures[] = new Array(requests.length);
  const refuse = (index: number, error: string, issues: readonly RequestIssue[] = []): void => {
    found[index] = { ok: false, error: `Cannot predict: ${error}`, issues };
  };
  const rightOnes = requests.flatMap((request, index) => {
    const checked = predictor.check(request);
    if (checked.ok) return [{ index, checked, request: request as Record<string, unknown> }];
    refuse(index, 'the request does not fit the contract', checked.issues);
    return [];
  });
  const beforeSql = performance.now();
  const rows = await rowsOf(
    predictor,
    rightOnes.map(({ checked }) => checked.values),
  );
  const beforeReads = performance.now();
  const asked = rightOnes.flatMap(({ index, checked, request }, at) => {
    const row = rows[at]!;
    if (row instanceof UncomputableRequest) {
      refuse(index, row.message, [
        {
          rule: 'request:features',
          expected: 'values of which the request features can be computed',
          received: shownValue(request),
        },
      ]);
    } else if (row.broken !== '') {
      refuse(
        index,
        'the request does not fit the contract',
        ruleIssues(predictor.rules, row.broken, request),
      );
    } else if (row.hour === null) {
      refuse(index, 'the request names no time, see request.asOf of the model');
    } else if (row.id === null || !inferenceId.test(row.id)) {
      refuse(index, `'${row.id}' identifies no request, see request.id of the model`);
    } else {
      // Of the repaired values: an entity that the contract mended is the one that training saw.
      const entities = viewEntities(predictor.views, checked.request);
      const [long] = entities.flatMap(({ view, entity }) => {
        const problem = entity === null ? null : entityProblem(entity);
        return problem === null ? [] : [{ view, problem }];
      });
      if (long !== undefined) {
        refuse(index, `view '${long.view.name}' is asked for ${long.problem}`);
        return [];
      }
      return [{ index, id: row.id, hour: row.hour, own: row.features, entities, checked }];
    }
    return [];
  });
  const vectors = await readVectors(table, asked, reached);
  const afterReads = performance.now();
  for (const { index, id, hour, own, entities, checked } of asked) {
    const rows = findRows(entities, vectors, hour);
    const looked = featuresOf(entities, rows);
    // One by one: to spread and to rebuild objects of twenty names took a third of the time around the reads.
    const features: Record<string, FeatureValue> = {};
    for (const name of predictor.featureNames) features[name] = own[name] ?? looked[name] ?? null;
    const versions = versionsUsed(entities, rows);
    const { repairs, request } = checked;
    found[index] = { ok: true, id, features, repairs, request, hour, versions };
  }
  return { found, sql: beforeReads - beforeSql, registry: afterReads - beforeReads };
}

/** What one call of the registry takes: more keys are read in two rounds, the newest weeks first. */
const keysOfOneRound = 100;

async function readVectors(
  table: string,
  asked: readonly { readonly entities: readonly ViewEntity[]; readonly hour: number }[],
  reached: readonly MaterialisationRecord[],
): Promise<VectorIndex> {
  const read = async (keys: readonly ItemKey[]): Promise<FeatureVector[]> =>
    (await batchGetRecords<FeatureVector>(table, keys)).filter((vector) => !hasLeft(vector, reached));
  const all = asked.flatMap(({ entities, hour }) => vectorKeys(entities, hour));
  if (all.length <= keysOfOneRound) return indexVectors(await read(all));
  const { newest, older } = vectorKeysByRound(asked);
  const first = await read(newest);
  return indexVectors([...first, ...(await read(older(indexVectors(first))))]);
}

/** The requests' rows. One that the engine cannot compute (the logarithm of 0) is refused by itself, not with all the others. */
async function rowsOf(
  predictor: Predictor,
  values: readonly (readonly RequestValue[])[],
): Promise<(RequestRow | UncomputableRequest)[]> {
  try {
    return await predictor.requestRows(values);
  } catch (error) {
    if (!(error instanceof UncomputableRequest)) throw error;
    if (values.length === 1) return [error];
    const rows: (RequestRow | UncomputableRequest)[] = [];
    for (const one of values) rows.push(...(await rowsOf(predictor, [one])));
    return rows;
  }
}
