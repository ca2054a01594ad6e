import type { UpdateEndpointWeightsAndCapacitiesCommandInput } from '@aws-sdk/client-sagemaker';
import { validationException } from '../service-error.ts';
import { findEndpoint, refuseUnlessSettled } from './find.ts';
import type { Operation } from './operation.ts';

/** Changes how the traffic is shared, at once for all variants that are named. */
export const updateEndpointWeightsAndCapacities: Operation<UpdateEndpointWeightsAndCapacitiesCommandInput> = (
  standIn,
  input,
) => {
  const endpoint = findEndpoint(standIn, input.EndpointName!);
  refuseUnlessSettled(endpoint);
  const desired = new Map(
    input.DesiredWeightsAndCapacities!.map(({ VariantName, DesiredWeight, DesiredInstanceCount }) => [
      VariantName!,
      { weight: DesiredWeight, instanceCount: DesiredInstanceCount },
    ]),
  );
  for (const name of desired.keys()) {
    if (!endpoint.variants.some((variant) => variant.name === name)) {
      throw validationException(`Could not find variant "${name}" of endpoint "${endpoint.arn}".`);
    }
  }
  standIn.endpoints.updateWeights(endpoint.name, desired);
  return { EndpointArn: endpoint.arn };
};
