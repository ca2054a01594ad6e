import type { DynamoDBStreamEvent } from 'aws-lambda';
import { emissionContext } from '../../adapters/definitions/emission-context.ts';
import { batchPutRecords } from '../../adapters/dynamodb/batch-put-records.ts';
import { tracedChanges } from '../../adapters/dynamodb/traced-changes.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { putTextIfAbsent } from '../../adapters/s3/put-text-if-absent.ts';
import { lineageOfChanges } from '../../core/registry/lineage/lineage-of-changes.ts';
import { eventKey } from '../../core/registry/lineage/openlineage/event-key.ts';
import { env } from './env.ts';

/**
 * Adds to the lineage graph what the registry's stream says was written, and tells it as OpenLineage events to S3. A
 * batch may come again, and writes the same.
 */
export async function handler(
  event: DynamoDBStreamEvent,
): Promise<{ readonly edges: number; readonly events: number }> {
  const settings = readEnv(env);
  const { items, events } = lineageOfChanges(tracedChanges(event), emissionContext(settings));
  await Promise.all([
    batchPutRecords(settings.REGISTRY_TABLE, items),
    ...events.map((one) => putTextIfAbsent(settings.DATA_BUCKET, eventKey(one), JSON.stringify(one))),
  ]);
  return { edges: items.length / 2, events: events.length };
}
