import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { ifAbsent, putRecord } from '../../adapters/dynamodb/put-record.ts';
import { endpointName } from '../../core/names.ts';
import { rolloutKey, servingKey } from '../../core/registry/keys.ts';
import type { ServingRecord } from '../../core/registry/records.ts';
import { rollbackTarget } from '../../core/rollout/rollback-target.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { startRollout } from '../../core/rollout/start-rollout.ts';
import type { Context } from './context.ts';
import type { Request } from './request.ts';

/**
 * The rollout that was asked for, as it stands. One that is new is recorded before it takes the lease: what
 * a rollback goes back to depends on who holds the lease until then.
 */
export async function loadRollout(context: Context, asked: Request, now: Date): Promise<Rollout> {
  const key = rolloutKey(asked.model, asked.rolloutId);
  const found = await getRecord<Rollout>(context.table, key);
  if (found !== null) return found;
  const rollout = startRollout({
    model: asked.model,
    rolloutId: asked.rolloutId,
    purpose: asked.kind,
    endpoint: endpointName(context.environment, asked.model),
    version: asked.version ?? (asked.kind === 'rollback' ? await knownGood(context, asked.model) : null),
    requestedBy: asked.requestedBy,
    requestedFor: asked.reason,
    now,
  });
  if (await putRecord(context.table, key, rollout, ifAbsent)) return rollout;
  return loadRollout(context, asked, now);
}

async function knownGood({ table }: Context, model: string): Promise<number | null> {
  const serving = await getRecord<ServingRecord>(table, servingKey(model));
  if (serving === null) return null;
  const running =
    serving.lease === null
      ? null
      : await getRecord<Rollout>(table, rolloutKey(model, serving.lease.rolloutId));
  return rollbackTarget(serving, running);
}
