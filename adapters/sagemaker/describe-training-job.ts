import { DescribeTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { unlessMissing } from './unless-missing.ts';

export const describeTrainingJobActions = ['sagemaker:DescribeTrainingJob'] as const;

export interface TrainingJob {
  readonly status: string | undefined;
  readonly failureReason: string | undefined;
  /** S3 URI of model.tar.gz, once the job is completed. */
  readonly artifactUri: string | undefined;
}

/** The state of a training job, or null where there is none of that name. */
export async function describeTrainingJob(name: string): Promise<TrainingJob | null> {
  const job = await unlessMissing(sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name })));
  if (job === null) return null;
  return {
    status: job.TrainingJobStatus,
    failureReason: job.FailureReason,
    artifactUri: job.ModelArtifacts?.S3ModelArtifacts,
  };
}
