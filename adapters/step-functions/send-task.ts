import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { beginningOf } from '../../core/beginning-of.ts';
import { stepFunctions } from './client.ts';

export const sendTaskActions = ['states:SendTaskSuccess', 'states:SendTaskFailure'] as const;

/** Releases a waiting step; false if it no longer waits (answered before, or timed out). */
export async function sendTaskSuccess(token: string, output: object): Promise<boolean> {
  return delivered(() =>
    stepFunctions.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) })),
  );
}

/** Fails a waiting step; false if it no longer waits. `cause` is cut to the service's 32,768 characters. */
export async function sendTaskFailure(token: string, error: string, cause: string): Promise<boolean> {
  return delivered(() =>
    stepFunctions.send(
      new SendTaskFailureCommand({ taskToken: token, error, cause: beginningOf(cause, 32_768) }),
    ),
  );
}

async function delivered(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof TaskDoesNotExist || error instanceof TaskTimedOut) return false;
    throw error;
  }
}
