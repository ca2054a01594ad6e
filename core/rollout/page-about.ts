import type { Action } from './action.ts';
import type { Rollout } from './rollout.ts';

/** What is said of each topic, and its article in docs/runbook/. */
export const rolloutTopics = {
  refused: { said: 'refused', article: 'rollout-refused' },
  withdrawn: { said: 'rolled back', article: 'rollout-withdrawn' },
  'not-deployed': { said: 'failed and taken back', article: 'rollout-failed' },
  'rolled-back': { said: 'done', article: 'rolled-back-by-hand' },
  failed: { said: 'failed', article: 'rollout-failed' },
} as const;

/** A page about a rollout, to its model's owner: which release or rollback, what happened, what to do. */
export function pageAbout(
  rollout: Rollout,
  topic: keyof typeof rolloutTopics,
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
    title: `${subject}: ${rolloutTopics[topic].said}`,
    what: `${subject} ${what}`,
    todo,
    runbook: rolloutTopics[topic].article,
  };
}
