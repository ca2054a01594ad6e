import { ListModelsCommand, type ListModelsCommandOutput } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';

/** Granted on `sagemaker-lists`: the service knows no narrower resource. */
export const listModelsActions = ['sagemaker:ListModels'] as const;

/** The name of every SageMaker model that begins with `prefix`. */
export async function listModels(prefix: string): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page: ListModelsCommandOutput = await sagemaker.send(
      new ListModelsCommand({ NameContains: prefix, MaxResults: 100, NextToken }),
    );
    for (const { ModelName } of page.Models ?? []) {
      if (ModelName?.startsWith(prefix)) names.push(ModelName);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}
