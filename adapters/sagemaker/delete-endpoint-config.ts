import { DeleteEndpointConfigCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { unlessMissing } from './unless-missing.ts';

/** Granted on `endpoint-configs`. */
export const deleteEndpointConfigActions = ['sagemaker:DeleteEndpointConfig'] as const;

/** Deletes an endpoint config: an endpoint that uses it must be gone first. False if there was none. */
export async function deleteEndpointConfig(name: string): Promise<boolean> {
  const answer = await unlessMissing(
    sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })),
  );
  return answer !== null;
}
