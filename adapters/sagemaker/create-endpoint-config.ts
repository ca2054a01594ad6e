import { CreateEndpointConfigCommand, type ProductionVariantInstanceType } from '@aws-sdk/client-sagemaker';
import type { EndpointShape } from '../../core/rollout/endpoint-shape.ts';
import { sagemaker } from './client.ts';
import { tagList } from './tag-list.ts';
import { unlessTaken } from './unless-taken.ts';

/** Granted on `endpoint-configs`. */
export const createEndpointConfigActions = ['sagemaker:CreateEndpointConfig', 'sagemaker:AddTags'] as const;

/**
 * Creates the endpoint config of a shape, with every request and answer captured as plain JSON; false if
 * it exists. A config never changes and is named after its contents, so one that exists is the one meant.
 * @param request.captureUri S3 URI below which SageMaker writes `<endpoint>/<variant>/yyyy/mm/dd/hh/`
 */
export async function createEndpointConfig(request: {
  readonly shape: EndpointShape;
  readonly captureUri: string;
  readonly tags: Readonly<Record<string, string>>;
}): Promise<boolean> {
  const { shape } = request;
  return unlessTaken(
    sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: shape.config,
        ProductionVariants: shape.variants.map(({ variant, sagemakerModel, weight }) => ({
          VariantName: variant,
          ModelName: sagemakerModel,
          InitialInstanceCount: 1,
          InstanceType: shape.instanceType as ProductionVariantInstanceType,
          InitialVariantWeight: weight,
        })),
        DataCaptureConfig: {
          EnableCapture: true,
          InitialSamplingPercentage: 100,
          DestinationS3Uri: request.captureUri,
          CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
          CaptureContentTypeHeader: { JsonContentTypes: ['application/json'] },
        },
        Tags: tagList(request.tags),
      }),
    ),
  );
}
