import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beginningOf } from '../../core/beginning-of.ts';

const lambda = new LambdaClient({});

export const invokeFunctionActions = ['lambda:InvokeFunction'] as const;

/** The function itself failed: it threw, ran out of memory or out of time. */
export class FunctionFailed extends Error {
  constructor(
    readonly functionName: string,
    readonly payload: string,
  ) {
    super(`Function '${functionName}' failed: ${beginningOf(payload, 2_000)}`);
    this.name = 'FunctionFailed';
  }
}

/**
 * Calls a function and waits for its answer.
 * @throws FunctionFailed when the function ended with an error
 */
export async function invokeFunction<T>(functionName: string, input: object): Promise<T> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(input) }),
  );
  const text = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
  if (FunctionError !== undefined) throw new FunctionFailed(functionName, text);
  return JSON.parse(text === '' ? 'null' : text) as T;
}
