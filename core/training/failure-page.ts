import type { PageRequested } from '../names.ts';
import type { RunRecord, RunStep } from '../registry/records.ts';

const words: Readonly<Record<RunStep, string>> = {
  features: 'building its training set',
  train: 'training',
  evaluate: 'its evaluation',
  gate: 'judging its evaluation',
  register: 'registering it',
  approval: 'waiting for approval',
  rollout: 'starting its rollout',
};

/** What the owner is told when a release broke. */
export const failurePage = (
  { model, runId }: Pick<RunRecord, 'model' | 'runId'>,
  owner: string,
  step: RunStep,
  failure: NonNullable<RunRecord['failure']>,
): PageRequested => ({
  pageId: `release-failed-${runId}`,
  owner,
  model,
  severity: 'page',
  title: `${model}: a release failed in ${words[step]}`,
  what: [`Run ${runId}: ${failure.reason}. What serves stays as it is.`, ...failure.logTail].join('\n'),
  todo: `Correct the cause, then start again: npx ballast release ${model}`,
  runbook: 'release-failed',
});
