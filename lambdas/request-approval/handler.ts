import * as v from 'valibot';
import { getModelVersion } from '../../adapters/dynamodb/get-model-version.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { putEvent } from '../../adapters/eventbridge/put-event.ts';
import { failingTask } from '../../adapters/step-functions/failing-task.ts';
import { releaseToken } from '../../adapters/task-tokens/release-token.ts';
import { storeToken } from '../../adapters/task-tokens/store-token.ts';
import { eventDetailType } from '../../core/names.ts';
import { approvalName } from '../../core/registry/approval-name.ts';
import { approvalPage } from '../../core/registry/approval-page.ts';
import { approvalOutput } from '../../core/registry/decide-approval.ts';
import { runKey, servingKey } from '../../core/registry/keys.ts';
import type { ServingRecord, TaskTokenRecord } from '../../core/registry/records.ts';
import { env } from './env.ts';

const Step = v.object({
  model: v.string(),
  runId: v.string(),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  token: v.string(),
});

/** Asks the owner about a version; the token is answered when somebody has decided. */
export async function handler(event: unknown): Promise<void> {
  const { model, runId, version, token } = v.parse(Step, event);
  await failingTask(token, async () => {
    const { REGISTRY_TABLE } = readEnv(env);
    const waiting: TaskTokenRecord = {
      kind: 'task-token',
      waitsFor: 'approval',
      name: approvalName(model, version),
      model,
      runId,
      token,
      storedAt: new Date().toISOString(),
    };
    await storeToken(REGISTRY_TABLE, waiting);
    // Read after the token is stored: a decision from now on finds it.
    const record = await getModelVersion(REGISTRY_TABLE, model, version);
    if (record.approval.status !== 'pending') {
      await releaseToken(REGISTRY_TABLE, waiting, {
        kind: 'success',
        output: approvalOutput(record.approval),
      });
      return;
    }
    await updateRecord(REGISTRY_TABLE, runKey(model, runId), {
      step: 'approval',
      status: 'waiting-for-approval',
    });
    const serving = await getRecord<ServingRecord>(REGISTRY_TABLE, servingKey(model));
    const live = serving?.live ?? null;
    await putEvent(
      eventDetailType.pageRequested,
      approvalPage(record, live === null ? null : await getModelVersion(REGISTRY_TABLE, model, live)),
    );
  });
}
