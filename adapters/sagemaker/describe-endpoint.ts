import { DescribeEndpointCommand } from '@aws-sdk/client-sagemaker';
import type { EndpointState } from '../../core/rollout/observation.ts';
import { imageDigest } from '../../core/training/image-digest.ts';
import { sagemaker } from './client.ts';
import { unlessMissing } from './unless-missing.ts';

/** Granted on `endpoints`. */
export const describeEndpointActions = ['sagemaker:DescribeEndpoint'] as const;

/**
 * The state of an endpoint, or null where there is none of that name.
 * @throws Error where the answer lacks what a rollout is decided by
 */
export async function describeEndpoint(name: string): Promise<EndpointState | null> {
  const endpoint = await unlessMissing(sagemaker.send(new DescribeEndpointCommand({ EndpointName: name })));
  if (endpoint === null) return null;
  const { EndpointStatus, EndpointConfigName, FailureReason, ProductionVariants = [] } = endpoint;
  if (EndpointStatus === undefined || EndpointConfigName === undefined) {
    throw new Error(`Cannot describe endpoint '${name}': the answer lacks its status or its config`);
  }
  return {
    status: EndpointStatus,
    config: EndpointConfigName,
    failureReason: FailureReason ?? null,
    variants: ProductionVariants.map(({ VariantName, CurrentWeight, DesiredWeight, DeployedImages }) => {
      const known = VariantName !== undefined && CurrentWeight !== undefined && DesiredWeight !== undefined;
      // Before it serves, an endpoint may have variants without weights; once it does, a gap is no zero.
      if (!known && EndpointStatus === 'InService') {
        throw new Error(
          `Cannot describe endpoint '${name}': the answer lacks a weight of variant '${VariantName}'`,
        );
      }
      return {
        variant: VariantName ?? '',
        currentWeight: CurrentWeight ?? 0,
        desiredWeight: DesiredWeight ?? 0,
        imageDigest: imageDigest(DeployedImages?.[0]?.ResolvedImage),
      };
    }),
  };
}
