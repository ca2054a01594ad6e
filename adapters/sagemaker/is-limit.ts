import { SageMakerServiceException } from '@aws-sdk/client-sagemaker';

/** Whether SageMaker refuses a job because the account's quota of machines is used up. */
export const isLimit = (error: unknown): boolean =>
  error instanceof SageMakerServiceException && error.name === 'ResourceLimitExceeded';
