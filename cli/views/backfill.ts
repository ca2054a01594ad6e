import type { BackfillItemRecord, BackfillRecord } from '../../core/datasets/backfill/backfill-record.ts';
import { count, second } from '../format.ts';
import type { PlanBackfillAnswer } from '../function-answers.ts';
import { noStyle, type Style } from '../style.ts';
import { table } from '../table.ts';

export interface BackfillView {
  readonly backfill: BackfillRecord;
  readonly items: readonly BackfillItemRecord[];
}

const mostLines = 20;

/** A plan: what would be judged, what would come of it, whom it concerns. */
export function renderPlan({ plan, totals, backfill }: PlanBackfillAnswer, style: Style = noStyle): string {
  if (plan === null) return `Backfill ${backfill?.backfillId}`;
  const what = plan.part === 'quarantined' ? 'quarantined rows' : 'uploads';
  const lines = [
    style(
      'strong',
      `Backfill ${plan.backfillId}: ${what} of '${plan.dataset}' by contract ${plan.contractVersion}`,
    ),
  ];
  if (plan.uploads.length > 0) {
    lines.push(
      table(
        [
          { title: 'received', value: ({ receivedAt }) => second(receivedAt) },
          { title: 'key', value: ({ key }) => key, maximumWidth: 60 },
          { title: 'was', value: ({ status }) => status },
          { title: 'rows', value: ({ rows }) => count(rows), align: 'right' },
          { title: 'quarantined', value: ({ quarantinedRows }) => count(quarantinedRows), align: 'right' },
          { title: 'rule is gone', value: ({ byGoneRules }) => count(byGoneRules), align: 'right' },
        ],
        plan.uploads.slice(0, mostLines),
        style,
      ),
    );
    if (totals.uploads > mostLines) lines.push(`… and ${count(totals.uploads - mostLines)} more`);
  }
  const reasons = new Map<string, number>();
  for (const { reason } of plan.skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, times] of reasons) lines.push(`left out, ${count(times)}: ${reason}`);
  if (plan.produces === null) {
    lines.push('Nothing to do: no version would come of it.');
    return lines.join('\n');
  }
  const quarantined = plan.uploads.reduce((sum, upload) => sum + upload.quarantinedRows, 0);
  const gone = plan.uploads.reduce((sum, upload) => sum + upload.byGoneRules, 0);
  lines.push(
    `Makes at most one version: ${plan.produces}. Versions up to ${plan.head} stay as they are.`,
    `Of ${count(quarantined)} quarantined rows, ${count(gone)} broke a rule that the contract no longer has; the others are judged by the rules as they are now.`,
    plan.models.length === 0
      ? 'No model version was trained on these uploads.'
      : `Trained on these uploads: ${plan.models.map(({ model, version, datasetVersion }) => `${model}@${version} (dataset version ${datasetVersion})`).join(', ')}`,
  );
  if (backfill === null) lines.push('Nothing was done: --apply does it.');
  return lines.join('\n');
}

/** How far a backfill has come, and what came of it. */
export function renderBackfill({ backfill, items }: BackfillView, style: Style = noStyle): string {
  const { backfillId, status, uploads, version, reason } = backfill;
  const of = (wanted: BackfillItemRecord['status']) => items.filter((item) => item.status === wanted);
  const rows = of('staged').reduce((sum, { data }) => sum + (data?.rows ?? 0), 0);
  const tone = status === 'finished' ? 'good' : status === 'failed' ? 'bad' : 'warn';
  const lines = [
    `Backfill ${backfillId}: ${style(tone, status)}; ${items.length} of ${uploads} uploads judged`,
    `${of('staged').length} accepted (${count(rows)} rows), ${of('refused').length} refused, ${of('vanished').length} vanished`,
  ];
  if (status === 'finished') {
    lines.push(
      version === null || version === undefined
        ? 'No new version: the table holds exactly these rows.'
        : `Version ${version}`,
    );
  }
  if (status === 'failed') lines.push(`${reason ?? ''}`);
  for (const { uploadId, verdict } of of('refused').slice(0, mostLines)) {
    lines.push(`refused: ${uploadId}: ${verdict?.status === 'rejected' ? verdict.reason : ''}`);
  }
  return lines.join('\n');
}
