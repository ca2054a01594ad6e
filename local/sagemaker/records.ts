import type {
  ContainerDefinition,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  CreateProcessingJobCommandInput,
  CreateTrainingJobCommandInput,
  CreateTransformJobCommandInput,
  DataCaptureConfig,
  EndpointStatus,
  ProcessingJobStatus,
  ProductionVariant,
  SecondaryStatus,
  Tag,
  TrainingJobStatus,
  TransformJobStatus,
} from '@aws-sdk/client-sagemaker';

/** Seconds since 1970, as the service's JSON has its times. */
export type EpochSeconds = number;

export const epochSeconds = (date = new Date()): EpochSeconds => date.getTime() / 1000;

/** A training job as DescribeTrainingJob answers it. */
export interface TrainingJobRecord extends Omit<CreateTrainingJobCommandInput, 'Tags'> {
  readonly TrainingJobName: string;
  readonly TrainingJobArn: string;
  readonly ModelArtifacts: { readonly S3ModelArtifacts: string };
  readonly TrainingJobStatus: TrainingJobStatus;
  readonly SecondaryStatus: SecondaryStatus;
  readonly SecondaryStatusTransitions: readonly {
    readonly Status: SecondaryStatus;
    readonly StartTime: EpochSeconds;
    readonly EndTime?: EpochSeconds;
    readonly StatusMessage: string;
  }[];
  readonly FailureReason?: string;
  readonly FinalMetricDataList?: readonly {
    readonly MetricName: string;
    readonly Value: number;
    readonly Timestamp: EpochSeconds;
  }[];
  readonly CreationTime: EpochSeconds;
  readonly TrainingStartTime?: EpochSeconds;
  readonly TrainingEndTime?: EpochSeconds;
  readonly LastModifiedTime: EpochSeconds;
  readonly TrainingTimeInSeconds?: number;
  readonly BillableTimeInSeconds?: number;
}

/** A processing job as DescribeProcessingJob answers it. */
export interface ProcessingJobRecord extends Omit<CreateProcessingJobCommandInput, 'Tags'> {
  readonly ProcessingJobName: string;
  readonly ProcessingJobArn: string;
  readonly ProcessingJobStatus: ProcessingJobStatus;
  readonly FailureReason?: string;
  /** What the container wrote to /opt/ml/output/message. */
  readonly ExitMessage?: string;
  readonly CreationTime: EpochSeconds;
  readonly LastModifiedTime: EpochSeconds;
  readonly ProcessingStartTime?: EpochSeconds;
  readonly ProcessingEndTime?: EpochSeconds;
}

/** A transform job as DescribeTransformJob answers it. */
export interface TransformJobRecord extends Omit<CreateTransformJobCommandInput, 'Tags'> {
  readonly TransformJobName: string;
  readonly TransformJobArn: string;
  readonly TransformJobStatus: TransformJobStatus;
  readonly FailureReason?: string;
  readonly CreationTime: EpochSeconds;
  readonly TransformStartTime?: EpochSeconds;
  readonly TransformEndTime?: EpochSeconds;
}

/** A model as DescribeModel answers it. */
export interface ModelRecord extends Omit<CreateModelCommandInput, 'Tags'> {
  readonly ModelName: string;
  readonly ModelArn: string;
  readonly CreationTime: EpochSeconds;
}

/** An endpoint config as DescribeEndpointConfig answers it. */
export interface EndpointConfigRecord extends Omit<CreateEndpointConfigCommandInput, 'Tags'> {
  readonly EndpointConfigName: string;
  readonly EndpointConfigArn: string;
  readonly ProductionVariants: ProductionVariant[];
  readonly CreationTime: EpochSeconds;
}

/** A variant that an endpoint serves with: its own copy of everything, since configs and models can be deleted. */
export interface ServedVariant {
  readonly name: string;
  readonly model: ModelRecord;
  readonly container: ContainerDefinition;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly desiredInstanceCount: number;
  readonly weight: number;
  readonly desiredWeight: number;
  /** Folder of its process, below the endpoint's: a new one for each process that replaced another. */
  readonly generation: string;
  /** Longest start, before the endpoint gives it up. */
  readonly startTimeoutSeconds: number;
}

export interface EndpointRecord {
  readonly name: string;
  readonly arn: string;
  readonly configName: string;
  /** The config that an update moves to. */
  readonly pendingConfigName?: string;
  readonly status: EndpointStatus;
  readonly failureReason?: string;
  readonly creationTime: EpochSeconds;
  readonly lastModifiedTime: EpochSeconds;
  readonly capture?: DataCaptureConfig;
  readonly variants: readonly ServedVariant[];
}

export interface TagsRecord {
  readonly arn: string;
  readonly tags: readonly Tag[];
}
