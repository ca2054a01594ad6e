import type { DescribeProcessingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { validationException } from '../service-error.ts';
import type { Operation } from './operation.ts';

export const describeProcessingJob: Operation<DescribeProcessingJobCommandInput> = ({ stores }, input) => {
  const job = stores.processingJobs.get(input.ProcessingJobName!);
  if (job === undefined) {
    throw validationException(`Could not find requested job with name: ${input.ProcessingJobName}`);
  }
  return job;
};
