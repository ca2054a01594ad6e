import type { CreateTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { arnOf } from '../arn.ts';
import { epochSeconds } from '../records.ts';
import { listPrefix } from '../s3-files.ts';
import { resourceInUse, validationException } from '../service-error.ts';
import { putTags } from '../tags.ts';
import { missingMember } from '../validate-request.ts';
import type { Operation } from './operation.ts';

/** Starts a training job; its name is used up for good. */
export const createTrainingJob: Operation<CreateTrainingJobCommandInput> = async (standIn, input) => {
  const { stores, options, trainingJobs } = standIn;
  const { Tags, ...request } = input;
  const name = request.TrainingJobName!;
  if (request.AlgorithmSpecification === undefined) throw missingMember('algorithmSpecification');
  if (request.AlgorithmSpecification.TrainingInputMode === undefined) {
    throw missingMember('algorithmSpecification.trainingInputMode');
  }
  if (request.ResourceConfig === undefined) throw missingMember('resourceConfig');
  if (request.StoppingCondition === undefined) throw missingMember('stoppingCondition');
  for (const channel of request.InputDataConfig ?? []) {
    const mode = channel.InputMode ?? request.AlgorithmSpecification.TrainingInputMode;
    const source = channel.DataSource?.S3DataSource;
    if (source === undefined || source.S3DataType !== 'S3Prefix' || mode === 'Pipe') {
      throw validationException(
        `Channel ${channel.ChannelName}: the local stand-in reads S3DataSource of type S3Prefix in File mode only`,
      );
    }
  }
  const arn = arnOf(options, 'training-job', name);
  const refuseExisting = () => {
    if (stores.trainingJobs.get(name) === undefined) return;
    throw resourceInUse(
      `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn})`,
    );
  };
  refuseExisting();
  for (const channel of request.InputDataConfig ?? []) {
    const uri = channel.DataSource!.S3DataSource!.S3Uri!;
    if ((await countObjects(uri)) === 0) {
      throw validationException(
        `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${options.region}), that objects exist under that S3 prefix, and that the role "${request.RoleArn}" has "s3:ListBucket" permissions on bucket.`,
      );
    }
  }
  refuseExisting(); // another request may have come first meanwhile
  const now = epochSeconds();
  const folder = request.OutputDataConfig!.S3OutputPath!.replace(/\/+$/, '');
  trainingJobs.start({
    ...request,
    TrainingJobName: name,
    TrainingJobArn: arn,
    ModelArtifacts: { S3ModelArtifacts: `${folder}/${name}/output/model.tar.gz` },
    TrainingJobStatus: 'InProgress',
    SecondaryStatus: 'Starting',
    SecondaryStatusTransitions: [
      { Status: 'Starting', StartTime: now, StatusMessage: 'Preparing the instances for training' },
    ],
    CreationTime: now,
    LastModifiedTime: now,
  });
  putTags(stores.tags, arn, Tags ?? []);
  return { TrainingJobArn: arn };
};

async function countObjects(uri: string): Promise<number> {
  try {
    return (await listPrefix(uri)).length;
  } catch (error) {
    throw validationException(
      `Cannot read the S3 URL "${uri}" given in input data source: ${(error as Error).message}`,
    );
  }
}
