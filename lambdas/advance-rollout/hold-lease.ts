import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { ifAbsent, putRecord } from '../../adapters/dynamodb/put-record.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { servingKey } from '../../core/registry/keys.ts';
import type { ServingRecord } from '../../core/registry/records.ts';
import type { Observation } from '../../core/rollout/observation.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { takeLease } from '../../core/rollout/take-lease.ts';
import type { Context } from './context.ts';

const attempts = 5;

/**
 * Takes or renews the endpoint's lease for a rollout. Each write is conditional on the fence that was read,
 * so of two that reach for it at once one wins and the other looks again.
 */
export async function holdLease(
  { table, plan }: Context,
  rollout: Rollout,
  now: Date,
): Promise<Pick<Observation, 'lease' | 'serving'>> {
  const key = servingKey(rollout.model);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const serving = await getRecord<ServingRecord>(table, key);
    if (serving === null) {
      await putRecord(table, key, nothingServes(rollout, now), ifAbsent);
      continue;
    }
    if (rollout.version === null) return { lease: 'busy', serving };
    const outdated =
      rollout.fence !== null &&
      (serving.fence !== rollout.fence || serving.lease?.rolloutId !== rollout.rolloutId);
    if (outdated) return { lease: 'outdated', serving };
    const taken = takeLease(serving, rollout, plan.leaseInSeconds, now);
    if (taken === null) return { lease: 'busy', serving };
    const { fence, lease, updatedAt } = taken;
    // Only these members: what serves may be recorded by the former holder until this very moment.
    const written = await updateRecord(
      table,
      key,
      { fence, lease, updatedAt },
      {
        expression: '#fence = :fence AND #updatedAt = :updatedAt',
        names: { '#fence': 'fence', '#updatedAt': 'updatedAt' },
        values: { ':fence': serving.fence, ':updatedAt': serving.updatedAt },
      },
    );
    if (written) return { lease: 'held', serving: taken };
  }
  throw new Error(
    `Cannot take the lease of '${rollout.endpoint}': ${attempts} times another writer came first; the machine tries again`,
  );
}

function nothingServes({ model, endpoint }: Rollout, now: Date): ServingRecord {
  return {
    kind: 'serving',
    model,
    endpoint,
    live: null,
    lastKnownGood: null,
    endpointConfig: null,
    fence: 0,
    lease: null,
    updatedAt: now.toISOString(),
  };
}
