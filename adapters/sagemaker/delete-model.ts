import { DeleteModelCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { isMissing } from './is-missing.ts';

/** Granted on `sagemaker-models`. */
export const deleteModelActions = ['sagemaker:DeleteModel'] as const;

/** Deletes a model: its artifact stays. False if there was none. */
export async function deleteModel(name: string): Promise<boolean> {
  try {
    await sagemaker.send(new DeleteModelCommand({ ModelName: name }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
