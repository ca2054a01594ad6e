import type { DescribeTrainingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { validationException } from '../service-error.ts';
import type { Operation } from './operation.ts';

/** The whole record of a training job. A missing one is a ValidationException on SageMaker, in spite of its API model. */
export const describeTrainingJob: Operation<DescribeTrainingJobCommandInput> = ({ stores }, input) => {
  const job = stores.trainingJobs.get(input.TrainingJobName!);
  if (job === undefined) throw validationException('Requested resource not found.');
  return job;
};
