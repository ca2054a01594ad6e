import type { CreateEndpointConfigCommandInput } from '@aws-sdk/client-sagemaker';
import { arnOf } from '../arn.ts';
import { epochSeconds } from '../records.ts';
import { validationException } from '../service-error.ts';
import { putTags } from '../tags.ts';
import { findModel } from './find.ts';
import type { Operation } from './operation.ts';

/** Keeps the shape of an endpoint: immutable from now on. */
export const createEndpointConfig: Operation<CreateEndpointConfigCommandInput> = (standIn, input) => {
  const { stores, options } = standIn;
  const { Tags, ...request } = input;
  const name = request.EndpointConfigName!;
  const arn = arnOf(options, 'endpoint-config', name);
  if (stores.endpointConfigs.get(name) !== undefined) {
    throw validationException(`Cannot create already existing endpoint configuration "${arn}".`);
  }
  if (request.ShadowProductionVariants !== undefined) {
    throw validationException('The local stand-in knows no shadow variants');
  }
  const variants = request.ProductionVariants!;
  for (const { ModelName } of variants) {
    if (ModelName !== undefined) findModel(standIn, ModelName);
  }
  if (new Set(variants.map(({ VariantName }) => VariantName)).size !== variants.length) {
    throw validationException('Production variant names must be unique within an endpoint configuration.');
  }
  stores.endpointConfigs.put(name, {
    ...request,
    EndpointConfigName: name,
    EndpointConfigArn: arn,
    ProductionVariants: variants,
    CreationTime: epochSeconds(),
  });
  putTags(stores.tags, arn, Tags ?? []);
  return { EndpointConfigArn: arn };
};
