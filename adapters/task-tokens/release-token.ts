import type { TaskTokenRecord } from '../../core/registry/records.ts';
import { sendTaskFailure, sendTaskSuccess } from '../step-functions/send-task.ts';
import { forgetToken, forgetTokenActions } from './forget-token.ts';

/** Granted on the registry; `sendTaskActions` are needed on the executions besides. */
export const releaseTokenActions = forgetTokenActions;

/** What a waiting step is told. */
export type TaskAnswer =
  | { readonly kind: 'success'; readonly output: object }
  | { readonly kind: 'failure'; readonly error: string; readonly cause: string };

/**
 * Answers a waiting step and forgets its token; false if the step no longer waited. The token goes last, so that
 * a crash in between answers twice, which the service ignores, and never not at all.
 */
export async function releaseToken(
  table: string,
  record: TaskTokenRecord,
  answer: TaskAnswer,
): Promise<boolean> {
  const waited =
    answer.kind === 'success'
      ? await sendTaskSuccess(record.token, answer.output)
      : await sendTaskFailure(record.token, answer.error, answer.cause);
  await forgetToken(table, record);
  return waited;
}
