import type { Rollout } from '../../../core/rollout/rollout.ts';
import type { Actions } from '../actions.ts';
import { type ReplaySummary, replay } from '../replay.ts';
import { waitFor } from '../wait-for.ts';

const ended = new Set(['promoted', 'rolled-back', 'superseded', 'refused', 'failed']);

/**
 * Replays flights while the rollout of a version goes on, says each phase and weight as it comes, and
 * answers when the rollout has ended.
 */
export async function trafficDuringRollout(
  actions: Actions,
  version: number,
  traffic: { readonly month: number; readonly columns: readonly string[] },
): Promise<{ rollout: Rollout; summary: ReplaySummary }> {
  const { story, registry } = actions;
  const requests = await story.flights.requests({
    month: traffic.month,
    fromDay: 2,
    toDay: 31,
    count: 3_000,
    columns: traffic.columns,
  });
  let over = false;
  const replayed = replay(async (request) => (await actions.predict(request)).reply, requests, {
    callers: 4,
    enough: () => over,
    deadlineInSeconds: 180,
  });
  let shown = '';
  try {
    const rollout = await waitFor(
      `the rollout of version ${version} to end`,
      async () => {
        const rollouts = await registry.rollouts(story.model);
        const found = rollouts.find((candidate) => candidate.version === version);
        if (found === undefined) return null;
        const now = `${found.phase}${found.phase === 'stepping' ? ` at ${found.weight} %` : ''}`;
        if (now !== shown) story.note(`rollout of version ${version}: ${now}`);
        shown = now;
        return ended.has(found.phase) ? found : null;
      },
      { seconds: 170, describe: () => shown },
    );
    over = true;
    return { rollout, summary: await replayed };
  } finally {
    over = true;
    await replayed;
  }
}
