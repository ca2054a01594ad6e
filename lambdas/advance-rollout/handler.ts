import * as v from 'valibot';
import { loadDefinition } from '../../adapters/definitions/load-definitions.ts';
import { putRecord } from '../../adapters/dynamodb/put-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { rolloutKey } from '../../core/registry/keys.ts';
import { abortRollout } from '../../core/rollout/abort-rollout.ts';
import { advance } from '../../core/rollout/advance.ts';
import type { Advance } from '../../core/rollout/look.ts';
import { planRollout } from '../../core/rollout/plan-rollout.ts';
import { finalPhases, type GoldenResult, type Rollout } from '../../core/rollout/rollout.ts';
import type { Context } from './context.ts';
import { env } from './env.ts';
import { loadRollout } from './load-rollout.ts';
import { observe } from './observe.ts';
import { perform } from './perform.ts';
import { request } from './request.ts';

/** What the rollout machine goes on. */
export interface Response {
  readonly done: boolean;
  readonly waitSeconds: number;
  readonly phase: Rollout['phase'];
  readonly reason: string;
}

/** Looks that one call may take while nothing outside has to happen first. */
const looksPerCall = 20;

export async function handler(event: unknown): Promise<Response> {
  const asked = v.parse(request, event);
  const { BALLAST_ENV, REGISTRY_TABLE, MODEL_BUCKET, ROLLOUT_TIME_SCALE } = readEnv(env);
  const { definition } = loadDefinition(asked.model);
  const context: Context = {
    environment: BALLAST_ENV,
    table: REGISTRY_TABLE,
    modelBucket: MODEL_BUCKET,
    definition,
    plan: planRollout(definition.rollout, Number(ROLLOUT_TIME_SCALE)),
  };

  let rollout = await loadRollout(context, asked, new Date());
  if (asked.abort) {
    const stopped = abortRollout(rollout, 'The rollout could not go on and was aborted', new Date());
    rollout = (await carryOut(context, stopped, new Date())).rollout;
  }
  let golden: readonly GoldenResult[] | null = null;
  for (let look = 0; look < looksPerCall && !finalPhases.has(rollout.phase); look++) {
    const now = new Date();
    const observation = await observe(context, rollout, golden, now);
    const step = advance(rollout, observation, context.plan, now);
    ({ rollout, golden } = await carryOut(context, step, now));
    if (!step.again) break;
  }
  return {
    done: finalPhases.has(rollout.phase),
    waitSeconds: context.plan.pollInSeconds,
    phase: rollout.phase,
    reason: rollout.reason,
  };
}

/** Does what a look asks for, then stores where the rollout stands. */
async function carryOut(
  context: Context,
  { next, actions }: Advance,
  now: Date,
): Promise<{ rollout: Rollout; golden: readonly GoldenResult[] | null }> {
  let rollout = next;
  let golden: readonly GoldenResult[] | null = null;
  for (const action of actions) {
    const outcome = await perform(context, action, next, now);
    console.log(
      JSON.stringify({ rolloutId: next.rolloutId, phase: next.phase, action, outcome: outcome.kind }),
    );
    if (outcome.kind === 'golden') golden = outcome.results;
    if (outcome.kind === 'outdated') {
      const reason = 'Another rollout took the endpoint over by force';
      rollout = { ...next, phase: 'superseded', reason };
      break;
    }
  }
  await putRecord(context.table, rolloutKey(rollout.model, rollout.rolloutId), rollout);
  return { rollout, golden };
}
