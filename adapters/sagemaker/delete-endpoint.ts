import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { isMissing } from './is-missing.ts';

/** Granted on `endpoints`. */
export const deleteEndpointActions = ['sagemaker:DeleteEndpoint'] as const;

/** Deletes an endpoint: it goes minutes later. False if there was none. */
export async function deleteEndpoint(name: string): Promise<boolean> {
  try {
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
