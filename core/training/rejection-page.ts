import type { PageRequested } from '../names.ts';
import type { Evaluation, RunRecord } from '../registry/records.ts';
import { describeGate } from './describe-gate.ts';

/** Why the gate turned a run down, in one line. */
export const rejectionReason = ({ gates }: Pick<Evaluation, 'gates'>): string =>
  gates
    .filter(({ passed }) => !passed)
    .map(describeGate)
    .join('; ');

/** What the owner is told when a run was not good enough to become a version. */
export const rejectionPage = (
  { model, runId }: Pick<RunRecord, 'model' | 'runId'>,
  owner: string,
  evaluation: Pick<Evaluation, 'gates'>,
): PageRequested => ({
  pageId: `release-rejected-${runId}`,
  owner,
  model,
  severity: 'notice',
  title: `${model}: a new model was not good enough`,
  what: `Run ${runId} was rejected: ${rejectionReason(evaluation)}. What serves stays as it is.`,
  todo: `Compare the run with the last version: npx ballast versions ${model}`,
  runbook: 'release-rejected',
});
