import { ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { stepFunctions } from './client.ts';

export const startExecutionActions = ['states:StartExecution'] as const;

/** Starts one execution per name: true if this call started it, false if the name was taken before. */
export async function startExecution(machineArn: string, name: string, input: object): Promise<boolean> {
  try {
    await stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }),
    );
    return true;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return false;
    throw error;
  }
}
