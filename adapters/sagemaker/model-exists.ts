import { DescribeModelCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { unlessMissing } from './unless-missing.ts';

/** Granted on `sagemaker-models`. */
export const modelExistsActions = ['sagemaker:DescribeModel'] as const;

/** Whether SageMaker still has a model of this name. */
export async function modelExists(name: string): Promise<boolean> {
  const found = await unlessMissing(sagemaker.send(new DescribeModelCommand({ ModelName: name })));
  return found !== null;
}
