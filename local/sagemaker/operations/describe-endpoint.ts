import type { DescribeEndpointCommandInput } from '@aws-sdk/client-sagemaker';
import { pinnedImage } from '../../../core/training/pinned-image.ts';
import { containerDigest } from '../container-digest.ts';
import { findEndpoint } from './find.ts';
import type { Operation } from './operation.ts';

/** An endpoint as it is now. While it is updated, its config is still the old one and the new one is pending. */
export const describeEndpoint: Operation<DescribeEndpointCommandInput> = (standIn, input) => {
  const endpoint = findEndpoint(standIn, input.EndpointName!);
  const { capture } = endpoint;
  // One container serves whatever was asked for: it says which, also where another was asked for by its digest.
  const digest = containerDigest(standIn.options.python);
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: endpoint.configName,
    EndpointStatus: endpoint.status,
    ...(endpoint.failureReason === undefined ? {} : { FailureReason: endpoint.failureReason }),
    CreationTime: endpoint.creationTime,
    LastModifiedTime: endpoint.lastModifiedTime,
    ...(endpoint.status === 'Creating'
      ? {}
      : {
          ProductionVariants: endpoint.variants.map((variant) => ({
            VariantName: variant.name,
            DeployedImages: [
              {
                SpecifiedImage: variant.container.Image,
                ResolvedImage: pinnedImage(variant.container.Image?.replace(/@.*$/, '') ?? '', digest),
                ResolutionTime: endpoint.creationTime,
              },
            ],
            CurrentWeight: variant.weight,
            DesiredWeight: variant.desiredWeight,
            CurrentInstanceCount: variant.instanceCount,
            DesiredInstanceCount: variant.desiredInstanceCount,
          })),
        }),
    ...(endpoint.pendingConfigName === undefined
      ? {}
      : { PendingDeploymentSummary: { EndpointConfigName: endpoint.pendingConfigName } }),
    ...(capture === undefined
      ? {}
      : {
          DataCaptureConfig: {
            EnableCapture: capture.EnableCapture ?? true,
            CaptureStatus: (capture.EnableCapture ?? true) ? 'Started' : 'Stopped',
            CurrentSamplingPercentage: capture.InitialSamplingPercentage,
            DestinationS3Uri: capture.DestinationS3Uri,
            KmsKeyId: capture.KmsKeyId ?? '',
          },
        }),
  };
};
