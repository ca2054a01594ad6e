import type { DescribeTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import { validationException } from '../service-error.ts';
import type { Operation } from './operation.ts';

export const describeTransformJob: Operation<DescribeTransformJobCommandInput> = ({ stores }, input) => {
  const job = stores.transformJobs.get(input.TransformJobName!);
  if (job === undefined) {
    throw validationException(`Could not find requested job with name: ${input.TransformJobName}`);
  }
  return job;
};
