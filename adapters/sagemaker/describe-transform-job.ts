import { DescribeTransformJobCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { unlessMissing } from './unless-missing.ts';

export const describeTransformJobActions = ['sagemaker:DescribeTransformJob'] as const;

export interface TransformJob {
  readonly status: string | undefined;
  readonly failureReason: string | undefined;
}

/** The state of a transform job, or null where there is none of that name. */
export async function describeTransformJob(name: string): Promise<TransformJob | null> {
  const job = await unlessMissing(
    sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: name })),
  );
  if (job === null) return null;
  return { status: job.TransformJobStatus, failureReason: job.FailureReason };
}
