import { DescribeExecutionCommand, ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import { stepFunctions } from './client.ts';

/** Granted on `executions`. */
export const describeExecutionActions = ['states:DescribeExecution'] as const;

export interface ExecutionState {
  readonly status: string;
  /** Name and cause of the error that ended it; null where there is none. */
  readonly error: string | null;
  readonly cause: string | null;
}

/** Where an execution stands, or null where there is none of that ARN. */
export async function describeExecution(executionArn: string): Promise<ExecutionState | null> {
  try {
    const found = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
    return { status: found.status ?? 'unknown', error: found.error ?? null, cause: found.cause ?? null };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return null;
    throw error;
  }
}
