import type { UpdateEndpointCommandInput, VariantPropertyType } from '@aws-sdk/client-sagemaker';
import { variantsOf } from '../endpoints.ts';
import { findEndpoint, findEndpointConfig, findModel, refuseUnlessSettled } from './find.ts';
import type { Operation } from './operation.ts';

/** Moves an endpoint to another config. Weights start anew unless `RetainAllVariantProperties` keeps them. */
export const updateEndpoint: Operation<UpdateEndpointCommandInput> = (standIn, input) => {
  const endpoint = findEndpoint(standIn, input.EndpointName!);
  refuseUnlessSettled(endpoint);
  const config = findEndpointConfig(standIn, input.EndpointConfigName!);
  const variants = variantsOf(config, (model) => findModel(standIn, model));
  const excluded = (input.ExcludeRetainedVariantProperties ?? []).map(
    ({ VariantPropertyType }) => VariantPropertyType,
  );
  const properties: VariantPropertyType[] = ['DesiredInstanceCount', 'DesiredWeight', 'DataCaptureConfig'];
  const retained = new Set(
    input.RetainAllVariantProperties === true
      ? properties.filter((property) => !excluded.includes(property))
      : [],
  );
  standIn.endpoints.update(endpoint.name, config, variants, retained);
  return { EndpointArn: endpoint.arn };
};
