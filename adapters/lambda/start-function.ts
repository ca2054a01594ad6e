import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const lambda = new LambdaClient({});

/** Has a function called by the platform, which retries it; does not wait. Its actions are `invokeFunctionActions`. */
export async function startFunction(functionName: string, input: object): Promise<void> {
  await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'Event',
      Payload: JSON.stringify(input),
    }),
  );
}
