import type { Action } from './action.ts';
import type { Rollout } from './rollout.ts';

/** The article of docs/runbook/ for each topic. */
export const rolloutArticles = {
  refused: 'rollout-refused',
  withdrawn: 'rollout-withdrawn',
  'rolled-back': 'rolled-back-by-hand',
  failed: 'rollout-failed',
} as const;

/** A page about a rollout, to its model's owner: which release or rollback, what happened, what to do. */
export function pageAbout(
  rollout: Rollout,
  topic: keyof typeof rolloutArticles,
  severity: 'page' | 'notice',
  what: string,
  todo: string,
): Extract<Action, { kind: 'page' }> {
  const subject =
    rollout.purpose === 'release'
      ? `Release of ${rollout.model} version ${rollout.version}`
      : `Rollback of ${rollout.model} to version ${rollout.version ?? '?'}`;
  return {
    kind: 'page',
    topic,
    severity,
    title: `${subject}: ${topic.replace('-', ' ')}`,
    what: `${subject} ${what}`,
    todo,
    runbook: rolloutArticles[topic],
  };
}
