import { DeleteModelCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { unlessMissing } from './unless-missing.ts';

/** Granted on `sagemaker-models`. */
export const deleteModelActions = ['sagemaker:DeleteModel'] as const;

/** Deletes a model: its artifact stays. False if there was none. */
export async function deleteModel(name: string): Promise<boolean> {
  const answer = await unlessMissing(sagemaker.send(new DeleteModelCommand({ ModelName: name })));
  return answer !== null;
}
