import { invokeEndpoint } from '../../adapters/sagemaker-runtime/invoke-endpoint.ts';
import { beginningOf } from '../../core/beginning-of.ts';
import { goldenInferencePrefix } from '../../core/names.ts';
import type { GoldenRequest } from '../../core/registry/model-definition.ts';
import { type GoldenCall, judgeGolden } from '../../core/rollout/judge-golden.ts';
import type { GoldenResult, Rollout } from '../../core/rollout/rollout.ts';
import type { Context } from './context.ts';

/** One call to warm up, four to measure. */
const callsPerRequest = 5;
/** A request that has taken so long in all is not repeated: its latency is known well enough. */
const patienceInMilliseconds = 15_000;

/** Sends every golden request to one variant, one call after the other, and judges the answers. */
export async function runGolden(
  { definition, plan }: Context,
  rollout: Rollout,
  variant: string,
): Promise<GoldenResult[]> {
  const results: GoldenResult[] = [];
  for (const request of definition.rollout.goldenRequests) {
    const calls: GoldenCall[] = [];
    let spent = 0;
    while (calls.length < callsPerRequest && spent < patienceInMilliseconds) {
      const call = await callOnce(rollout, variant, request, calls.length);
      calls.push(call);
      spent += call.milliseconds;
      if ('error' in call) break;
    }
    results.push(judgeGolden(request, variant, calls, plan.maximumLatencyInMilliseconds));
  }
  return results;
}

async function callOnce(
  { endpoint, rolloutId }: Rollout,
  variant: string,
  request: GoldenRequest,
  index: number,
): Promise<GoldenCall> {
  const started = performance.now();
  try {
    const { body } = await invokeEndpoint({
      endpoint,
      body: JSON.stringify(request.features),
      contentType: 'application/json',
      inferenceId: `${goldenInferencePrefix}${rolloutId}-${request.name}-${index}`.slice(0, 64),
      targetVariant: variant,
    });
    return { body, milliseconds: performance.now() - started };
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { error: beginningOf(what, 500), milliseconds: performance.now() - started };
  }
}
