import type { PageRequested } from '../../names.ts';
import type { BackfillRecord } from './backfill-record.ts';

/** What the dataset's owner is told about a backfill that stopped: once for each time that it was started. */
export const backfillPage = (
  { backfillId, dataset, attempt, uploads, requestedBy }: BackfillRecord,
  owner: string,
  reason: string,
): PageRequested => ({
  pageId: `backfill-${backfillId}-${attempt}`,
  owner,
  model: null,
  severity: 'page',
  title: `Backfill of '${dataset}' stopped`,
  what: `Backfill ${backfillId} of ${uploads} uploads, asked for by ${requestedBy}: ${reason}. No version was made, and no version was changed.`,
  todo: `Read why with npx ballast logs replay-upload, then npx ballast backfill --resume ${backfillId}: it does what is left.`,
  runbook: 'backfill-failed',
});
