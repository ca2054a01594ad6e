import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { isBusy } from './is-busy.ts';
import { isMissing } from './is-missing.ts';

/** Granted on `endpoints`. */
export const deleteEndpointActions = ['sagemaker:DeleteEndpoint'] as const;

/**
 * Asks for an endpoint to go, which takes minutes. False where it cannot be asked now: there is none, or one that is
 * being created, changed or deleted.
 */
export async function deleteEndpoint(name: string): Promise<boolean> {
  try {
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    return true;
  } catch (error) {
    if (isMissing(error) || isBusy(error)) return false;
    throw error;
  }
}
