import type { StopTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { validationException } from '../service-error.ts';
import type { Operation } from './operation.ts';

/** Asks a running job to stop. */
export const stopTrainingJob: Operation<StopTrainingJobCommandInput> = ({ stores, trainingJobs }, input) => {
  const job = stores.trainingJobs.get(input.TrainingJobName!);
  if (job === undefined) throw validationException('Requested resource not found.');
  if (job.TrainingJobStatus !== 'InProgress') {
    throw validationException(
      `The request was rejected because the training job is in status ${job.TrainingJobStatus}.`,
    );
  }
  trainingJobs.stop(job.TrainingJobName);
  return {};
};
