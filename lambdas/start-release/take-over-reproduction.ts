import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { queryRecords } from '../../adapters/dynamodb/query-records.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { describeExecution } from '../../adapters/step-functions/describe-execution.ts';
import { startExecution } from '../../adapters/step-functions/start-execution.ts';
import { partitionOf, runKey } from '../../core/registry/keys.ts';
import type { RunRecord } from '../../core/registry/records.ts';
import { reproductionsOf } from '../../core/training/new-reproduction.ts';
import { env } from './env.ts';

/**
 * The reproduction of a version that has not ended, running; null where there is none. One that was written down and
 * never started, since its writer died, is started; one whose execution ended without a word is recorded as failed.
 */
export async function takeOverReproduction(model: string, version: number): Promise<RunRecord | null> {
  const { REGISTRY_TABLE, RELEASE_MACHINE_ARN } = readEnv(env);
  const reproductions = await queryRecords<RunRecord>({
    table: REGISTRY_TABLE,
    partition: partitionOf.model(model),
    prefix: runKey(model, reproductionsOf(version)).sk,
  });
  const executions = RELEASE_MACHINE_ARN.replace(':stateMachine:', ':execution:');
  for (const run of reproductions.filter(({ status }) => status === 'running')) {
    const { runId } = run;
    const execution = await describeExecution(`${executions}:${runId}`);
    if (execution === null) await startExecution(RELEASE_MACHINE_ARN, runId, { model, runId });
    if (execution === null || execution.status === 'RUNNING') return run;
    // It may have ended well since its record was read.
    const key = runKey(model, runId);
    if ((await getRecord<RunRecord>(REGISTRY_TABLE, key))?.status !== 'running') continue;
    await updateRecord(REGISTRY_TABLE, key, {
      status: 'failed',
      finishedAt: new Date().toISOString(),
      failure: {
        reason: `its execution ended as ${execution.status} and reported nothing${execution.cause === null ? '' : `: ${execution.cause}`}`,
        logTail: [],
      },
    });
  }
  return null;
}
