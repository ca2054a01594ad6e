import { createHash } from 'node:crypto';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { type Put, transactWrite } from '../../adapters/dynamodb/transact-write.ts';
import { rolloutKey, servingHistoryKey, servingKey } from '../../core/registry/keys.ts';
import type { ServingHistoryRecord, ServingRecord } from '../../core/registry/records.ts';
import type { Action } from '../../core/rollout/action.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';

/**
 * Records what serves now, its history and the rollout's end, all or nothing, under the rollout's fence.
 * @returns false if another rollout has taken the lease
 */
export async function recordServing(
  table: string,
  action: Extract<Action, { kind: 'record-serving' }>,
  ended: Rollout,
  now: Date,
): Promise<boolean> {
  const { model, rolloutId, endpoint } = ended;
  const at = now.toISOString();
  const fence = ended.fence ?? -1;
  const serving: ServingRecord = {
    kind: 'serving',
    model,
    endpoint,
    live: action.live,
    lastKnownGood: action.lastKnownGood,
    endpointConfig: action.config,
    fence,
    lease: null,
    updatedAt: at,
  };
  const history: ServingHistoryRecord = {
    kind: 'serving-history',
    model,
    at,
    version: action.live,
    weight: 1,
    previous: action.previous,
    rolloutId,
    change: action.change,
    reason: action.reason,
  };
  const puts: Put[] = [
    {
      key: servingKey(model),
      record: serving,
      condition: {
        expression: '#fence = :fence AND #lease.#rolloutId = :rolloutId',
        names: { '#fence': 'fence', '#lease': 'lease', '#rolloutId': 'rolloutId' },
        values: { ':fence': fence, ':rolloutId': rolloutId },
      },
    },
    { key: servingHistoryKey(model, at, rolloutId), record: history },
    { key: rolloutKey(model, rolloutId), record: ended },
  ];
  const token = createHash('sha256').update(JSON.stringify(puts)).digest('hex').slice(0, 36);
  if (await transactWrite(table, puts, token)) return true;
  // A lost answer to a write that happened looks like a refusal.
  const stored = await getRecord<ServingRecord>(table, servingKey(model));
  return stored?.fence === fence && stored.lease === null && stored.updatedAt === at;
}
