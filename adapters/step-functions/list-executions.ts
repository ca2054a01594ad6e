import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { stepFunctions } from './client.ts';

/** Granted on the state machine. */
export const listExecutionsActions = ['states:ListExecutions'] as const;

export interface ListedExecution {
  readonly arn: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: Date | null;
  readonly stoppedAt: Date | null;
}

/**
 * The newest executions of a state machine, newest first.
 * @param limit at most 1,000
 */
export async function listExecutions(stateMachineArn: string, limit: number): Promise<ListedExecution[]> {
  const { executions } = await stepFunctions.send(
    new ListExecutionsCommand({ stateMachineArn, maxResults: limit }),
  );
  return (executions ?? [])
    .map((execution) => ({
      arn: execution.executionArn ?? '',
      name: execution.name ?? '',
      status: execution.status ?? 'unknown',
      startedAt: execution.startDate ?? null,
      stoppedAt: execution.stopDate ?? null,
    }))
    .sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))
    .slice(0, limit);
}
