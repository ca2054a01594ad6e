import { SageMakerClient } from '@aws-sdk/client-sagemaker';

export const sagemaker = new SageMakerClient({});
