import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { loadDefinition } from '../../adapters/definitions/load-definitions.ts';
import { getRun } from '../../adapters/dynamodb/get-run.ts';
import { ifAbsent } from '../../adapters/dynamodb/put-record.ts';
import { queryRecords } from '../../adapters/dynamodb/query-records.ts';
import { transactWrite } from '../../adapters/dynamodb/transact-write.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { startFunction } from '../../adapters/lambda/start-function.ts';
import { putTextIfAbsent } from '../../adapters/s3/put-text-if-absent.ts';
import {
  type FeatureDefinitionsReference,
  featureDefinitions,
  featureDefinitionsDigest,
} from '../../core/features/feature-definitions.ts';
import { datasetViews } from '../../core/features/views-of.ts';
import { functionName, modelPrefix } from '../../core/names.ts';
import { modelVersionKey, partitionOf, runKey } from '../../core/registry/keys.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { ModelVersionRecord, RunRecord } from '../../core/registry/records.ts';
import { versionRecord } from '../../core/registry/version-record.ts';
import { env } from './env.ts';

const Step = v.object({ model: v.string(), runId: v.string() });

const maximumCollisions = 20;

/**
 * Makes a run the model's next version. Of two runs that register at once one wins the number and the other takes the
 * next; the same run, registered again, is answered with the version that it became.
 */
export async function handler(event: unknown): Promise<{ readonly version: number }> {
  const { model, runId } = v.parse(Step, event);
  const answer = await register(model, runId);
  await materialiseViews(loadDefinition(model).definition);
  return answer;
}

/** Has the version's views computed before it serves: those that are new have no values until their dataset's next version. */
async function materialiseViews(definition: ModelDefinition): Promise<void> {
  const { BALLAST_ENV } = readEnv(env);
  for (const dataset of new Set(datasetViews(definition).map((view) => view.dataset))) {
    await startFunction(functionName(BALLAST_ENV, 'materialise-features'), { dataset });
  }
}

async function register(model: string, runId: string): Promise<{ readonly version: number }> {
  const { REGISTRY_TABLE, XGBOOST_IMAGE } = readEnv(env);
  const { definition } = loadDefinition(model);
  const owner = definition.owner.name;
  const definitions = await keepFeatureDefinitions(definition);
  const key = runKey(model, runId);
  await updateRecord(REGISTRY_TABLE, key, { step: 'register' });
  for (let collision = 0; collision < maximumCollisions; collision++) {
    const run = await getRun(REGISTRY_TABLE, model, runId);
    if (run.version !== undefined) return { version: run.version };
    const [newest] = await queryRecords<ModelVersionRecord>({
      table: REGISTRY_TABLE,
      partition: partitionOf.model(model),
      prefix: 'VERSION#',
      newestFirst: true,
      limit: 1,
    });
    const version = (newest?.version ?? 0) + 1;
    const record = versionRecord(run, {
      version,
      owner,
      image: XGBOOST_IMAGE,
      now: new Date(),
      featureDefinitions: definitions,
    });
    const registered: RunRecord = { ...run, version, status: 'registered' };
    const written = await transactWrite(
      REGISTRY_TABLE,
      [
        { key: modelVersionKey(model, version), record, condition: ifAbsent },
        {
          key,
          record: registered,
          condition: {
            expression: 'attribute_exists(pk) AND attribute_not_exists(version)',
          },
        },
      ],
      randomUUID(),
    );
    if (written) return { version };
  }
  throw new Error(
    `Cannot register run '${runId}' of '${model}': ${maximumCollisions} other runs took the next number first`,
  );
}

/** Stores how requests become features under their digest: `predict` makes a version's features by its own. */
async function keepFeatureDefinitions(definition: ModelDefinition): Promise<FeatureDefinitionsReference> {
  const definitions = featureDefinitions(definition);
  const digest = featureDefinitionsDigest(definitions);
  const key = `${modelPrefix.definitions(definition.name)}${digest}.json`;
  await putTextIfAbsent(readEnv(env).MODEL_BUCKET, key, JSON.stringify(definitions));
  return { key, digest };
}
