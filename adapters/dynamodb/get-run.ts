import { runKey } from '../../core/registry/keys.ts';
import type { RunRecord } from '../../core/registry/records.ts';
import { getRecord } from './get-record.ts';

/**
 * A run that must be there. Its actions are `getRecordActions`.
 * @throws Error when the registry has no such run
 */
export async function getRun(table: string, model: string, runId: string): Promise<RunRecord> {
  const run = await getRecord<RunRecord>(table, runKey(model, runId));
  if (run === null) {
    throw new Error(`Cannot go on with run '${runId}' of model '${model}': the registry has no such run`);
  }
  return run;
}
