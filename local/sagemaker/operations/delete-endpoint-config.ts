import type { DeleteEndpointConfigCommandInput } from '@aws-sdk/client-sagemaker';
import { findEndpointConfig } from './find.ts';
import type { Operation } from './operation.ts';

/** Forgets a config, in use or not: SageMaker asks its callers not to, and does not stop them. */
export const deleteEndpointConfig: Operation<DeleteEndpointConfigCommandInput> = (standIn, input) => {
  const config = findEndpointConfig(standIn, input.EndpointConfigName!);
  standIn.stores.endpointConfigs.delete(config.EndpointConfigName);
  return {};
};
