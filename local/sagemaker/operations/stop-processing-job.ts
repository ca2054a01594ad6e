import type { StopProcessingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { validationException } from '../service-error.ts';
import type { Operation } from './operation.ts';

/** Asks a running job to stop. */
export const stopProcessingJob: Operation<StopProcessingJobCommandInput> = (
  { stores, processingJobs },
  input,
) => {
  const job = stores.processingJobs.get(input.ProcessingJobName!);
  if (job === undefined) {
    throw validationException(`Could not find requested job with name: ${input.ProcessingJobName}`);
  }
  if (job.ProcessingJobStatus !== 'InProgress') {
    throw validationException(
      `The request was rejected because the processing job is in status ${job.ProcessingJobStatus}.`,
    );
  }
  processingJobs.stop(job.ProcessingJobName);
  return {};
};
