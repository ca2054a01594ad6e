import type { PageRequested } from '../names.ts';
import type { ModelVersionRecord } from './records.ts';

const rounded = (value: number): string => String(Number(value.toPrecision(4)));

/** What the owner is told when a version waits for a decision, with the very command that decides. */
export const approvalPage = ({
  model,
  version,
  owner,
  evaluation,
  cause,
}: Pick<ModelVersionRecord, 'model' | 'version' | 'owner' | 'evaluation' | 'cause'>): PageRequested => ({
  pageId: `approval-${model}-${version}`,
  owner,
  model,
  severity: 'notice',
  title: `${model}: version ${version} waits for your approval`,
  what: [
    `Version ${version} passed its gates on ${evaluation.metrics.rows} holdout rows:`,
    `auc ${rounded(evaluation.metrics.auc)}, f1 ${rounded(evaluation.metrics.f1)},`,
    `log loss ${rounded(evaluation.metrics.logLoss)}. It was made because of ${cause.kind}.`,
  ].join(' '),
  todo: `npx ballast approve ${model} ${version}`,
  runbook: 'approve-release',
});
