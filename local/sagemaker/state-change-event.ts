import { randomUUID } from 'node:crypto';
import type { Place } from './arn.ts';
import type {
  EndpointRecord,
  ProcessingJobRecord,
  TrainingJobRecord,
  TransformJobRecord,
} from './records.ts';

/** An event as EventBridge delivers it. */
export interface StateChangeEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: 'aws.sagemaker';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

const envelope = (
  place: Place,
  detailType: string,
  arn: string,
  detail: Record<string, unknown>,
): StateChangeEvent => ({
  version: '0',
  id: randomUUID(),
  'detail-type': detailType,
  source: 'aws.sagemaker',
  account: place.account,
  time: new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region: place.region,
  resources: [arn],
  detail: { ...milliseconds(detail), Tags: {} },
});

/** The detail is what DescribeTrainingJob answers, with times in milliseconds. */
export const trainingJobEvent = (place: Place, job: TrainingJobRecord): StateChangeEvent =>
  envelope(place, 'SageMaker Training Job State Change', job.TrainingJobArn, { ...job });

export const transformJobEvent = (place: Place, job: TransformJobRecord): StateChangeEvent =>
  envelope(place, 'SageMaker Transform Job State Change', job.TransformJobArn, { ...job });

export const processingJobEvent = (place: Place, job: ProcessingJobRecord): StateChangeEvent =>
  envelope(place, 'SageMaker Processing Job State Change', job.ProcessingJobArn, { ...job });

/** The status is in capitals here, unlike in DescribeEndpoint: `IN_SERVICE`. */
export const endpointEvent = (place: Place, endpoint: EndpointRecord): StateChangeEvent =>
  envelope(place, 'SageMaker Endpoint State Change', endpoint.arn, {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: endpoint.configName,
    ProductionVariants: endpoint.variants.map((variant) => ({
      VariantName: variant.name,
      DesiredWeight: variant.desiredWeight,
      DesiredInstanceCount: variant.desiredInstanceCount,
    })),
    EndpointStatus: endpoint.status.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(),
    ...(endpoint.failureReason === undefined ? {} : { FailureReason: endpoint.failureReason }),
    CreationTime: endpoint.creationTime,
    LastModifiedTime: endpoint.lastModifiedTime,
  });

/** Members that end in `Time` are times in our records' seconds. */
function milliseconds(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (name.endsWith('Time') && typeof member === 'number') return [name, Math.round(member * 1000)];
      if (Array.isArray(member)) {
        return [
          name,
          member.map((item) => (typeof item === 'object' && item !== null ? milliseconds(item) : item)),
        ];
      }
      return [name, member];
    }),
  );
}
