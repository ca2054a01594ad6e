import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { describeExecution } from '../../adapters/step-functions/describe-execution.ts';
import { startExecution } from '../../adapters/step-functions/start-execution.ts';
import type { BackfillRecord } from '../../core/datasets/backfill/backfill-record.ts';
import { dataPrefix } from '../../core/names.ts';
import { backfillKey } from '../../core/registry/keys.ts';

/**
 * Starts a backfill's machine, unless it runs or the backfill is finished: what was judged before is not judged again.
 * Of two that start it at once, one does.
 * @throws Error where the registry has no such backfill
 */
export async function startBackfill(
  backfillId: string,
  settings: {
    readonly REGISTRY_TABLE: string;
    readonly DATA_BUCKET: string;
    readonly BACKFILL_MACHINE_ARN: string;
  },
): Promise<BackfillRecord> {
  const { REGISTRY_TABLE: table, BACKFILL_MACHINE_ARN: machine } = settings;
  const backfill = await getRecord<BackfillRecord>(table, backfillKey(backfillId));
  if (backfill === null) {
    throw new Error(`Cannot find backfill '${backfillId}': the plan that --apply prints names it`);
  }
  if (backfill.status === 'finished') return backfill;
  const { attempt } = backfill;
  const executions = machine.replace(':stateMachine:', ':execution:');
  const running = attempt === 0 ? null : await describeExecution(`${executions}:${backfillId}-${attempt}`);
  if (running?.status === 'RUNNING') return backfill;

  const next = attempt + 1;
  // The execution first: should this die before the record says so, the next call finds the name taken, and goes on.
  await startExecution(machine, `${backfillId}-${next}`, {
    backfillId,
    planKey: `${dataPrefix.backfill(backfillId)}plan.json`,
  });
  await updateRecord(
    table,
    backfillKey(backfillId),
    { attempt: next, status: 'running' },
    {
      expression: '#attempt = :attempt',
      names: { '#attempt': 'attempt' },
      values: { ':attempt': attempt },
    },
  );
  return (await getRecord<BackfillRecord>(table, backfillKey(backfillId)))!;
}
