import { UpdateEndpointWeightsAndCapacitiesCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';

/** Granted on `endpoints`. */
export const updateWeightsActions = ['sagemaker:UpdateEndpointWeightsAndCapacities'] as const;

/** Asks for other weights of an endpoint's variants: its config stays, and no instance is replaced. */
export async function updateWeights(
  endpoint: string,
  weights: readonly { readonly variant: string; readonly weight: number }[],
): Promise<void> {
  await sagemaker.send(
    new UpdateEndpointWeightsAndCapacitiesCommand({
      EndpointName: endpoint,
      DesiredWeightsAndCapacities: weights.map(({ variant, weight }) => ({
        VariantName: variant,
        DesiredWeight: weight,
      })),
    }),
  );
}
