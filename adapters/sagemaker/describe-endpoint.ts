import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { EndpointState } from '../../core/rollout/observation.ts';
import { sagemaker } from './client.ts';
import { isMissing } from './is-missing.ts';

/** Granted on `endpoints`. */
export const describeEndpointActions = ['sagemaker:DescribeEndpoint'] as const;

/** The state of an endpoint, or null where there is none of that name. */
export async function describeEndpoint(name: string): Promise<EndpointState | null> {
  try {
    const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
    return {
      status: endpoint.EndpointStatus ?? 'unknown',
      config: endpoint.EndpointConfigName ?? '',
      failureReason: endpoint.FailureReason ?? null,
      variants: (endpoint.ProductionVariants ?? []).map((variant) => ({
        variant: variant.VariantName ?? '',
        currentWeight: variant.CurrentWeight ?? 0,
        desiredWeight: variant.DesiredWeight ?? variant.CurrentWeight ?? 0,
      })),
    };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
