import type { DeleteEndpointCommandInput } from '@aws-sdk/client-sagemaker';
import { findEndpoint, refuseUnlessSettled } from './find.ts';
import type { Operation } from './operation.ts';

/** Ends an endpoint and its model servers. The only thing that can be done with a Failed one. */
export const deleteEndpoint: Operation<DeleteEndpointCommandInput> = (standIn, input) => {
  const endpoint = findEndpoint(standIn, input.EndpointName!);
  if (endpoint.status !== 'Failed' && endpoint.status !== 'OutOfService') refuseUnlessSettled(endpoint);
  standIn.endpoints.delete(endpoint.name);
  return {};
};
