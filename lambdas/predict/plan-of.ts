import { loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { getText } from '../../adapters/s3/get-text.ts';
import { type AnsweringVersion, answeringVersions } from '../../core/features/answering-versions.ts';
import {
  featureDefinitions,
  featureDefinitionsDigest,
  readFeatureDefinitions,
} from '../../core/features/feature-definitions.ts';
import { materialisationKey, rolloutKey, servingKey } from '../../core/registry/keys.ts';
import type { MaterialisationRecord, ServingRecord } from '../../core/registry/records.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { type Predictor, predictorOf } from './predictor.ts';
import { versionOf } from './version-of.ts';

/** Who answers a model's callers at the moment, and what makes features for each. */
export interface Plan {
  /** No version where none is live yet: the deployed definitions then. */
  readonly answering: readonly (AnsweringVersion & { readonly predictor: Predictor })[];
  /** Whether all of them have the same feature definitions: then SageMaker's own weights choose who answers. */
  readonly same: boolean;
  readonly deployed: () => Promise<Predictor>;
  /** By dataset: up to which version the online values of its views are written; null before the first. */
  readonly materialised: Materialised;
}

export type Materialised = Readonly<Record<string, MaterialisationRecord | null>>;

/** How old a plan may be: as long may the choice between versions lag behind a rollout. */
const keptInMilliseconds = 2_000;
const plans = new Map<string, { readonly at: number; readonly plan: Promise<Plan> }>();

/** A model's plan, or null where the stack has no such model. */
export async function planOf(table: string, bucket: string, model: string): Promise<Plan | null> {
  if (!loadDefinitions().some(({ definition }) => definition.name === model)) return null;
  const known = plans.get(model);
  if (known !== undefined && performance.now() - known.at < keptInMilliseconds) return known.plan;
  const made = { at: performance.now(), plan: makePlan(table, bucket, model) };
  plans.set(model, made);
  // A failure is not kept: the next request tries again.
  made.plan.catch(() => plans.delete(model));
  return made.plan;
}

/** Has the next request read anew who answers. */
export const forgetPlan = (model: string): boolean => plans.delete(model);

async function makePlan(table: string, bucket: string, model: string): Promise<Plan> {
  const serving = await getRecord<ServingRecord>(table, servingKey(model));
  const rolloutId = serving?.lease?.rolloutId;
  const rollout =
    rolloutId === undefined ? null : await getRecord<Rollout>(table, rolloutKey(model, rolloutId));
  const answering = await Promise.all(
    answeringVersions(serving, rollout).map(async (one) => ({
      ...one,
      predictor: await predictorOfVersion(table, bucket, model, one.version),
    })),
  );
  return {
    answering,
    same: new Set(answering.map(({ predictor }) => predictor.digest)).size <= 1,
    deployed: () => deployedPredictor(model),
    materialised: await materialisedVersions(
      table,
      answering.flatMap(({ predictor }) => predictor.views.map(({ dataset }) => dataset)),
    ),
  };
}

/** A version that was registered before versions kept their definitions has the deployed ones. */
async function predictorOfVersion(
  table: string,
  bucket: string,
  model: string,
  version: number,
): Promise<Predictor> {
  const { featureDefinitions: reference } = await versionOf(table, model, version);
  if (reference === undefined) return deployedPredictor(model);
  return predictorOf(reference.digest, async () =>
    readFeatureDefinitions(await getText(bucket, reference.key), reference),
  );
}

async function deployedPredictor(model: string): Promise<Predictor> {
  const { definition } = loadDefinitions().find((deployed) => deployed.definition.name === model)!;
  const definitions = featureDefinitions(definition);
  return predictorOf(featureDefinitionsDigest(definitions), async () => definitions);
}

async function materialisedVersions(table: string, datasets: readonly string[]): Promise<Materialised> {
  return Object.fromEntries(
    await Promise.all(
      [...new Set(datasets)].map(async (dataset) => {
        return [dataset, await getRecord<MaterialisationRecord>(table, materialisationKey(dataset))] as const;
      }),
    ),
  );
}
