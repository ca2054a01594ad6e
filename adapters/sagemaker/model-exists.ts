import { DescribeModelCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { isMissing } from './is-missing.ts';

/** Granted on `sagemaker-models`. */
export const modelExistsActions = ['sagemaker:DescribeModel'] as const;

/** Whether SageMaker still has a model of this name. */
export async function modelExists(name: string): Promise<boolean> {
  try {
    await sagemaker.send(new DescribeModelCommand({ ModelName: name }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
