import { SageMakerServiceException } from '@aws-sdk/client-sagemaker';

const wording = /already exist/i;

/** Whether SageMaker says that the name is taken: `ResourceInUse`, or a `ValidationException` in words. */
export const isTaken = (error: unknown): boolean =>
  error instanceof SageMakerServiceException &&
  (error.name === 'ResourceInUse' || (error.name === 'ValidationException' && wording.test(error.message)));
