import { SageMakerServiceException } from '@aws-sdk/client-sagemaker';

const wording = /could not find|not found|does not exist/i;

/** Whether SageMaker says that what was asked for is not there: `ResourceNotFound`, or a `ValidationException` in words. */
export const isMissing = (error: unknown): boolean =>
  error instanceof SageMakerServiceException &&
  (error.name === 'ResourceNotFound' ||
    (error.name === 'ValidationException' && wording.test(error.message)));
