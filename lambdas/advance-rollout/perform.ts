import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { putEvent } from '../../adapters/eventbridge/put-event.ts';
import { createEndpoint } from '../../adapters/sagemaker/create-endpoint.ts';
import { createEndpointConfig } from '../../adapters/sagemaker/create-endpoint-config.ts';
import { updateEndpoint } from '../../adapters/sagemaker/update-endpoint.ts';
import { updateWeights } from '../../adapters/sagemaker/update-weights.ts';
import { eventDetailType, modelPrefix, type PageRequested } from '../../core/names.ts';
import { modelVersionKey, servingKey } from '../../core/registry/keys.ts';
import type { Action } from '../../core/rollout/action.ts';
import type { EndpointShape } from '../../core/rollout/endpoint-shape.ts';
import type { GoldenResult, Rollout } from '../../core/rollout/rollout.ts';
import type { Context } from './context.ts';
import { recordServing } from './record-serving.ts';
import { runGolden } from './run-golden.ts';

/** What came of an action. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'golden'; readonly results: readonly GoldenResult[] }
  /** Another rollout has taken the lease: nothing more may be done. */
  | { readonly kind: 'outdated' };

const done: Outcome = { kind: 'done' };

/**
 * Does one action of a rollout. Each may be done twice without harm.
 * @param next the rollout as it stands once its actions are done
 */
export async function perform(context: Context, action: Action, next: Rollout, now: Date): Promise<Outcome> {
  const { definition, table } = context;
  const { endpoint, model, rolloutId } = next;
  switch (action.kind) {
    case 'create-endpoint':
      await createConfig(context, action.shape);
      await createEndpoint({ endpoint, config: action.shape.config, tags: tagsOf(context) });
      return done;
    case 'update-endpoint':
      await createConfig(context, action.shape);
      await updateEndpoint({
        endpoint,
        config: action.shape.config,
        retainWeights: action.retainWeights,
      });
      return done;
    case 'set-weights':
      await updateWeights(endpoint, action.weights);
      return done;
    case 'record-image':
      // The image that it joined with: a tag may have moved when it serves again.
      await updateRecord(
        table,
        modelVersionKey(model, action.version),
        { imageDigest: action.digest },
        { expression: 'attribute_exists(pk) AND attribute_not_exists(imageDigest)' },
      );
      return done;
    case 'run-golden':
      return { kind: 'golden', results: await runGolden(context, next, action.variant) };
    case 'record-serving':
      return (await recordServing(table, action, next, now)) ? done : { kind: 'outdated' };
    case 'release-lease':
      await updateRecord(
        table,
        servingKey(model),
        { lease: null, updatedAt: now.toISOString() },
        {
          expression: '#lease.#rolloutId = :rolloutId',
          names: { '#lease': 'lease', '#rolloutId': 'rolloutId' },
          values: { ':rolloutId': rolloutId },
        },
      );
      return done;
    case 'page': {
      const { topic, severity, title, what, todo, runbook } = action;
      const page: PageRequested = {
        pageId: `rollout-${rolloutId}-${topic}`,
        owner: definition.owner.name,
        model,
        severity,
        title,
        what,
        todo,
        runbook,
      };
      await putEvent(eventDetailType.pageRequested, page);
      return done;
    }
  }
}

async function createConfig(context: Context, shape: EndpointShape): Promise<void> {
  await createEndpointConfig({
    shape,
    captureUri: `s3://${context.modelBucket}/${modelPrefix.capture.replace(/\/$/, '')}`,
    tags: tagsOf(context),
  });
}

const tagsOf = ({ environment, definition }: Context) => ({
  'ballast:model': definition.name,
  'ballast:owner': definition.owner.name,
  'ballast:environment': environment,
});
