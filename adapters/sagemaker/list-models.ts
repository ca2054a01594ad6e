import { paginateListModels } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';

/** Granted on `sagemaker-lists`: the service knows no narrower resource. */
export const listModelsActions = ['sagemaker:ListModels'] as const;

/** The name of every SageMaker model that begins with `prefix`. */
export async function listModels(prefix: string): Promise<string[]> {
  const names: string[] = [];
  const pages = paginateListModels({ client: sagemaker, pageSize: 100 }, { NameContains: prefix });
  for await (const { Models } of pages) {
    for (const { ModelName } of Models ?? []) {
      if (ModelName?.startsWith(prefix)) names.push(ModelName);
    }
  }
  return names;
}
