import type { BackfillRecord } from '../../../datasets/backfill/backfill-record.ts';
import type { Change, EmissionContext } from './change.ts';
import { tableDataset } from './datasets.ts';
import { describeJob } from './describe-job.ts';
import { later } from './later.ts';
import type { RunEvent } from './run-event.ts';

/** Our id of one start of a backfill: the name of its machine's execution. */
export const backfillRun = (backfillId: string, attempt: number): string => `${backfillId}-${attempt}`;

/**
 * A backfill, each of its starts a run: START; COMPLETE with the version that it made, if there was anything to change;
 * FAIL when it stopped; ABORT when it was started again and had not said that it stopped.
 */
export function backfillEvents(change: Change<BackfillRecord>, context: EmissionContext): RunEvent[] {
  const { before, after } = change;
  const { dataset, attempt, status, version } = after;
  const event = (of: number) =>
    describeJob(context, {
      kind: 'backfill',
      subject: dataset,
      run: backfillRun(after.backfillId, of),
      commit: context.codeCommit,
      owner: context.contractOf(dataset)?.owner,
    });
  const now = later(after.startedAt, change.at);
  const inputs = [tableDataset(context, dataset, null)];
  const events: RunEvent[] = [];
  const started = before?.attempt ?? 0;
  if (attempt > started) {
    if (started > 0 && before?.status === 'running') {
      const failure = { message: `It was started again, for the ${attempt}. time, before it ended.` };
      events.push(event(started)('ABORT', now, { inputs, failure }));
    }
    events.push(event(attempt)('START', now, { inputs }));
  }
  if (status === 'running' || status === before?.status || attempt === 0) return events;
  if (status === 'failed') {
    const failure = { message: after.reason ?? 'The backfill failed.' };
    return [...events, event(attempt)('FAIL', now, { inputs, failure })];
  }
  const outputs = version === undefined || version === null ? [] : [tableDataset(context, dataset, version)];
  return [...events, event(attempt)('COMPLETE', now, { inputs, outputs })];
}
