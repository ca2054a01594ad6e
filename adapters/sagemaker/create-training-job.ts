import { CreateTrainingJobCommand, type TrainingInstanceType } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { outputPath } from './output-path.ts';
import { tagList } from './tag-list.ts';
import { unlessTaken } from './unless-taken.ts';

/** Granted on the training jobs; the role that the job takes on needs `passRoleActions` besides. */
export const createTrainingJobActions = ['sagemaker:CreateTrainingJob', 'sagemaker:AddTags'] as const;

/** Granted on the role that a job or a model takes on. */
export const passRoleActions = ['iam:PassRole'] as const;

export interface TrainingJobRequest {
  readonly name: string;
  readonly image: string;
  readonly roleArn: string;
  /** S3 prefix by channel name. */
  readonly channels: Readonly<Record<string, string>>;
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** S3 prefix below which SageMaker writes `<name>/output/model.tar.gz`, encrypted. */
  readonly output: string;
  readonly instanceType: string;
  readonly maximumRuntimeInSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Starts a training job; false if there is one of that name already. */
export async function createTrainingJob(request: TrainingJobRequest): Promise<boolean> {
  return unlessTaken(
    sagemaker.send(
      new CreateTrainingJobCommand({
        TrainingJobName: request.name,
        AlgorithmSpecification: { TrainingImage: request.image, TrainingInputMode: 'File' },
        RoleArn: request.roleArn,
        InputDataConfig: Object.entries(request.channels).map(([ChannelName, S3Uri]) => ({
          ChannelName,
          DataSource: {
            S3DataSource: { S3DataType: 'S3Prefix', S3Uri, S3DataDistributionType: 'FullyReplicated' },
          },
        })),
        HyperParameters: { ...request.hyperparameters },
        OutputDataConfig: { S3OutputPath: outputPath(request.output) },
        ResourceConfig: {
          InstanceType: request.instanceType as TrainingInstanceType,
          InstanceCount: 1,
          VolumeSizeInGB: 30,
        },
        StoppingCondition: { MaxRuntimeInSeconds: request.maximumRuntimeInSeconds },
        Tags: tagList(request.tags),
      }),
    ),
  );
}
