import { CreateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { isTaken } from './is-taken.ts';

/** Granted on `endpoints` and on `endpoint-configs`. */
export const createEndpointActions = ['sagemaker:CreateEndpoint', 'sagemaker:AddTags'] as const;

/** Creates an endpoint; false if it exists. It serves minutes later. */
export async function createEndpoint(request: {
  readonly endpoint: string;
  readonly config: string;
  readonly tags: Readonly<Record<string, string>>;
}): Promise<boolean> {
  try {
    await sagemaker.send(
      new CreateEndpointCommand({
        EndpointName: request.endpoint,
        EndpointConfigName: request.config,
        Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}
