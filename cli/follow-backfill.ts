import { setTimeout as sleep } from 'node:timers/promises';
import { getRecord } from '../adapters/dynamodb/get-record.ts';
import { queryRecords } from '../adapters/dynamodb/query-records.ts';
import type { BackfillItemRecord, BackfillRecord } from '../core/datasets/backfill/backfill-record.ts';
import { backfillKey, partitionOf } from '../core/registry/keys.ts';
import { CliError } from './cli-error.ts';
import type { BackfillView } from './views/backfill.ts';

const pollInMilliseconds = 1_000;

/** @throws CliError where there is no such backfill */
export async function readBackfill(table: string, backfillId: string): Promise<BackfillView> {
  const backfill = await getRecord<BackfillRecord>(table, backfillKey(backfillId));
  if (backfill === null) {
    throw new CliError('notFound', `Cannot find backfill '${backfillId}': the plan of --apply names its id`);
  }
  const partition = partitionOf.backfill(backfillId);
  const items = await queryRecords<BackfillItemRecord>({ table, partition, prefix: 'ITEM#' });
  return { backfill, items };
}

/**
 * Waits for a backfill's end and says how many uploads were judged, whenever that changes.
 * @throws CliError when the deadline came first
 */
export async function followBackfill(request: {
  readonly table: string;
  readonly backfillId: string;
  readonly deadlineInSeconds: number;
  readonly say: (message: string) => void;
}): Promise<BackfillView> {
  const { table, backfillId, deadlineInSeconds, say } = request;
  const deadline = Date.now() + deadlineInSeconds * 1_000;
  let told = -1;
  for (;;) {
    const view = await readBackfill(table, backfillId);
    const { backfill, items } = view;
    if (items.length !== told) say(`${items.length} of ${backfill.uploads} uploads judged`);
    told = items.length;
    if (backfill.status !== 'running') return view;
    if (Date.now() >= deadline) {
      throw new CliError(
        'deadline',
        `Cannot say how backfill ${backfillId} ends: after ${deadlineInSeconds} s ${items.length} of ${backfill.uploads} uploads are judged; it goes on, \`ballast backfill --status ${backfillId}\` shows it, \`--resume\` starts it again should it have died`,
      );
    }
    await sleep(pollInMilliseconds);
  }
}
