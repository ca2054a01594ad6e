import { SageMakerServiceException } from '@aws-sdk/client-sagemaker';

const wording = /in-progress/i;

/** Whether SageMaker refuses to touch an endpoint because a change of it is under way: a `ValidationException`, in words. */
export const isBusy = (error: unknown): boolean =>
  error instanceof SageMakerServiceException &&
  error.name === 'ValidationException' &&
  wording.test(error.message);
