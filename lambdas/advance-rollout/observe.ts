import { getVariantMetrics } from '../../adapters/cloudwatch/get-variant-metrics.ts';
import { describeEndpoint } from '../../adapters/sagemaker/describe-endpoint.ts';
import { variantName } from '../../core/names.ts';
import type { Observation, Unreadable } from '../../core/rollout/observation.ts';
import type { GoldenResult, Rollout } from '../../core/rollout/rollout.ts';
import { checkPreflight } from './check-preflight.ts';
import type { Context } from './context.ts';
import { holdLease } from './hold-lease.ts';

/** One look at all that the rollout's next move depends on. */
export async function observe(
  context: Context,
  rollout: Rollout,
  golden: readonly GoldenResult[] | null,
  now: Date,
): Promise<Observation> {
  const { lease, serving } = await holdLease(context, rollout, now);
  const held = lease === 'held';
  return {
    lease,
    serving,
    golden,
    endpoint: held ? await readable(() => describeEndpoint(rollout.endpoint)) : null,
    preflight:
      held && rollout.phase === 'preparing' ? await checkPreflight(context, rollout, serving.live) : null,
    metrics: held && rollout.phase === 'stepping' ? await readable(() => readMetrics(rollout, now)) : null,
  };
}

function readMetrics(rollout: Rollout, now: Date) {
  const versions = [rollout.baseline, rollout.version].filter((version) => version !== null);
  return getVariantMetrics({
    endpoint: rollout.endpoint,
    variants: versions.map(variantName),
    from: new Date(rollout.comparedSince ?? rollout.startedAt),
    to: new Date(now.getTime() + 60_000),
  });
}

/** What was read, or why it could not be: the rollout decides how often that may happen. */
async function readable<T>(read: () => Promise<T>): Promise<T | Unreadable> {
  try {
    return await read();
  } catch (error) {
    return { unreadable: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
