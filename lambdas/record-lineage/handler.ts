import type { DynamoDBStreamEvent } from 'aws-lambda';
import { findContract } from '../../adapters/definitions/find-contract.ts';
import { loadDefinitions } from '../../adapters/definitions/load-definitions.ts';
import { batchPutRecords } from '../../adapters/dynamodb/batch-put-records.ts';
import { streamChanges } from '../../adapters/dynamodb/stream-changes.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { postJson } from '../../adapters/http/post-json.ts';
import { putTextIfAbsent } from '../../adapters/s3/put-text-if-absent.ts';
import { datasetViews } from '../../core/features/views-of.ts';
import { lineageOfChanges } from '../../core/registry/lineage/lineage-of-changes.ts';
import type { EmissionContext } from '../../core/registry/lineage/openlineage/change.ts';
import { eventKey } from '../../core/registry/lineage/openlineage/event-key.ts';
import { isTraced } from '../../core/registry/lineage/traced-kinds.ts';
import { env } from './env.ts';

/**
 * Adds to the lineage graph what the registry's stream says was written, and tells it as OpenLineage events: to S3,
 * and to an HTTP endpoint where one is configured. The endpoint comes last, so that one that fails holds up nothing
 * else; a batch may come again, and writes the same.
 */
export async function handler(
  event: DynamoDBStreamEvent,
): Promise<{ readonly edges: number; readonly events: number }> {
  const { REGISTRY_TABLE, DATA_BUCKET, OPENLINEAGE_URL } = readEnv(env);
  const changes = streamChanges(event).flatMap(({ before, after, at }) =>
    isTraced(after) ? [{ before: isTraced(before) ? before : null, after, at }] : [],
  );
  const { items, events } = lineageOfChanges(changes, context());
  await Promise.all([
    batchPutRecords(REGISTRY_TABLE, items),
    ...events.map((one) => putTextIfAbsent(DATA_BUCKET, eventKey(one), JSON.stringify(one))),
  ]);
  if (OPENLINEAGE_URL !== 'none') {
    for (const one of events) await postJson(OPENLINEAGE_URL, JSON.stringify(one));
  }
  return { edges: items.length / 2, events: events.length };
}

function context(): EmissionContext {
  const settings = readEnv(env);
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
