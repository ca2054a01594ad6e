import { UpdateEndpointCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';

/** Granted on `endpoints` and on `endpoint-configs`. */
export const updateEndpointActions = ['sagemaker:UpdateEndpoint'] as const;

/**
 * Asks for an endpoint to move to another config, which takes minutes and may end on the old one.
 * @param request.retainWeights variants that serve now keep their weights and instance counts; without it
 * the service resets them to what the config says
 */
export async function updateEndpoint(request: {
  readonly endpoint: string;
  readonly config: string;
  readonly retainWeights: boolean;
}): Promise<void> {
  await sagemaker.send(
    new UpdateEndpointCommand({
      EndpointName: request.endpoint,
      EndpointConfigName: request.config,
      RetainAllVariantProperties: request.retainWeights,
    }),
  );
}
