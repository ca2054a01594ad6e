import { DescribeProcessingJobCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { unlessMissing } from './unless-missing.ts';

export const describeProcessingJobActions = ['sagemaker:DescribeProcessingJob'] as const;

export interface ProcessingJob {
  readonly status: string | undefined;
  /** SageMaker's reason, or what the job itself left; absent where it said nothing. */
  readonly failureReason: string | undefined;
}

/** The state of a processing job, or null where there is none of that name. */
export async function describeProcessingJob(name: string): Promise<ProcessingJob | null> {
  const job = await unlessMissing(
    sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: name })),
  );
  if (job === null) return null;
  const said = [job.FailureReason, job.ExitMessage].filter((text) => text !== undefined && text !== '');
  return {
    status: job.ProcessingJobStatus,
    failureReason: said.length === 0 ? undefined : said.join(' '),
  };
}
