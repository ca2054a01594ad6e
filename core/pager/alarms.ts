import { stackName } from '../names.ts';

/**
 * Every alarm that the stack has of itself or for a model, by the name of its article in docs/runbook/. Construct, pager,
 * runbook and test share this list.
 */
export const alarms = {
  'input-drift': {
    what: 'Requests are no longer like the data that the live version learned from.',
    todo: 'Look at which features moved: npx ballast drift <model>. Inputs alone may move without harm; if a feature is wrong at its source, have it corrected there.',
  },
  'prediction-drift': {
    what: 'The probabilities that the live version gives are no longer distributed as on its holdout.',
    todo: 'Compare with the input drift: npx ballast drift <model>. Both together start a retraining by themselves; predictions alone point to a fault in features or code.',
  },
  'performance-fall': {
    what: 'Outcomes show that the live version ranks worse than on its holdout.',
    todo: 'A retraining has been started by itself: follow it with npx ballast status. If the last release brought the fall: npx ballast rollback <model>.',
  },
  'calibration-drift': {
    what: 'Outcomes show that the label comes true more often, or less often, than the live version predicts.',
    todo: 'A retraining has been started by itself: follow it with npx ballast status. Until it serves, read the probabilities as ranks.',
  },
  'feature-skew': {
    what: 'More than 1 % of the sampled requests were served features that differ from what the dataset versions say.',
    todo: 'See which features differ: npx ballast skew <model>. Predictions made from them are wrong: materialise the dataset again, as the runbook says.',
  },
  'watch-silent': {
    what: 'Nobody has looked for drift for three hours.',
    todo: 'Read why check-drift does not end: npx ballast logs check-drift. Until then no drift would be seen.',
  },
  'endpoint-errors': {
    what: 'The endpoint answers more than 5 % of its requests with an error of its own.',
    todo: 'If a release has just been made: npx ballast rollback <model>. Otherwise read the container: npx ballast logs <model>.',
  },
  'kpi-below-zero': {
    what: "The live version's decisions cost more than they save.",
    todo: 'Callers should stop acting on the predictions until a better version serves: npx ballast drift <model>, then npx ballast rollback <model> or a new release.',
  },
  'predict-errors': {
    what: 'The function predict, which all models share, fails.',
    todo: 'Read why: npx ballast logs predict. Callers can use InvokeEndpoint with complete features meanwhile.',
  },
  'predict-latency': {
    what: 'The slowest hundredth of the calls of predict, which all models share, takes more than 4 seconds.',
    todo: 'See whether an endpoint is slow (npx ballast status) or the function itself (npx ballast logs predict).',
  },
  'dead-letters': {
    what: 'An event or an asynchronous call failed for good.',
    todo: 'Read the message in the dead-letter queue, correct the cause, send it again.',
  },
  'upload-backlog': {
    what: 'Uploads wait for more than half an hour before they are received.',
    todo: 'See what comes in and how long each takes: npx ballast uploads <dataset>. After six hours of waiting an event becomes a dead letter.',
  },
  'release-unreported': {
    what: 'A release failed, and the function that should have said so failed too.',
    todo: 'Read why: npx ballast logs report-failure, then npx ballast status. The state machine holds the error of the release.',
  },
  'backfill-unreported': {
    what: 'The function that ends backfills failed: a backfill may have stopped without saying so.',
    todo: 'Read why: npx ballast logs commit-backfill. Then npx ballast backfill --resume <id> does what is left.',
  },
  'rollout-stuck': {
    what: 'A rollout could neither go on nor go back.',
    todo: 'See what serves with npx ballast status, then npx ballast rollback <model>.',
  },
} as const;

export type AlarmKind = keyof typeof alarms;

/** An alarm's physical name: of a model, or of what all models share. */
export const alarmName = (environment: string, kind: AlarmKind, model?: string): string =>
  [stackName(environment), ...(model === undefined ? [] : [model]), kind].join('-');

export interface AlarmSubject {
  readonly model: string | null;
  readonly owner: string | null;
  /** Name of the article in docs/runbook/, without `.md`. */
  readonly runbook: string | null;
}

/** An alarm's description: a person reads it in the console, `page-owner` in the alarm's message. */
export function alarmDescription(
  kind: AlarmKind,
  subject?: { readonly model: string; readonly owner: string },
): string {
  const whose = subject === undefined ? '' : ` Model: ${subject.model}. Owner: ${subject.owner}.`;
  return `${alarms[kind].what}${whose} Runbook: docs/runbook/${kind}.md`;
}

/** What a description says about whom it concerns; null for what it does not say. */
export function readAlarmDescription(description: string): AlarmSubject {
  return {
    model: /\bModel: ([a-z0-9-]+)\./.exec(description)?.[1] ?? null,
    owner: /\bOwner: ([a-z0-9-]+)\./.exec(description)?.[1] ?? null,
    runbook: /\bRunbook: docs\/runbook\/([a-z0-9-]+)\.md/.exec(description)?.[1] ?? null,
  };
}
