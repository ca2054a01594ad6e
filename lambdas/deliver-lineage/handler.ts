import type { DynamoDBStreamEvent } from 'aws-lambda';
import { emissionContext } from '../../adapters/definitions/emission-context.ts';
import { tracedChanges } from '../../adapters/dynamodb/traced-changes.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { postJson } from '../../adapters/http/post-json.ts';
import { lineageOfChanges } from '../../core/registry/lineage/lineage-of-changes.ts';
import { env } from './env.ts';

/**
 * Tells an HTTP endpoint, as OpenLineage events and in order, what the registry's stream says was written. It reads the
 * stream by itself: an endpoint that fails holds up its own events, and nothing of the graph or of S3. A batch may come
 * again; an event that comes twice is one event.
 */
export async function handler(event: DynamoDBStreamEvent): Promise<{ readonly events: number }> {
  const settings = readEnv(env);
  const { events } = lineageOfChanges(tracedChanges(event), emissionContext(settings));
  for (const one of events) await postJson(settings.OPENLINEAGE_URL, JSON.stringify(one));
  return { events: events.length };
}
