import { CreateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { tagList } from './tag-list.ts';
import { unlessTaken } from './unless-taken.ts';

/** Granted on `endpoints` and on `endpoint-configs`. */
export const createEndpointActions = ['sagemaker:CreateEndpoint', 'sagemaker:AddTags'] as const;

/** Creates an endpoint; false if it exists. It serves minutes later. */
export async function createEndpoint(request: {
  readonly endpoint: string;
  readonly config: string;
  readonly tags: Readonly<Record<string, string>>;
}): Promise<boolean> {
  return unlessTaken(
    sagemaker.send(
      new CreateEndpointCommand({
        EndpointName: request.endpoint,
        EndpointConfigName: request.config,
        Tags: tagList(request.tags),
      }),
    ),
  );
}
