import type { CreateEndpointCommandInput } from '@aws-sdk/client-sagemaker';
import { arnOf } from '../arn.ts';
import { variantsOf } from '../endpoints.ts';
import { epochSeconds } from '../records.ts';
import { validationException } from '../service-error.ts';
import { putTags } from '../tags.ts';
import { findEndpointConfig, findModel } from './find.ts';
import type { Operation } from './operation.ts';

/** Starts an endpoint: Creating, then InService when every model server answers, or Failed. */
export const createEndpoint: Operation<CreateEndpointCommandInput> = (standIn, input) => {
  const { stores, options, endpoints } = standIn;
  const name = input.EndpointName!;
  const arn = arnOf(options, 'endpoint', name);
  if (stores.endpoints.get(name) !== undefined) {
    throw validationException(`Cannot create already existing endpoint "${arn}".`);
  }
  const config = findEndpointConfig(standIn, input.EndpointConfigName!);
  const now = epochSeconds();
  endpoints.create({
    name,
    arn,
    configName: config.EndpointConfigName,
    status: 'Creating',
    creationTime: now,
    lastModifiedTime: now,
    capture: config.DataCaptureConfig,
    variants: variantsOf(config, (model) => findModel(standIn, model)),
  });
  putTags(stores.tags, arn, input.Tags ?? []);
  return { EndpointArn: arn };
};
