import { ListEndpointConfigsCommand, type ListEndpointConfigsCommandOutput } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';

/** Granted on `sagemaker-lists`: the service knows no narrower resource. */
export const listEndpointConfigsActions = ['sagemaker:ListEndpointConfigs'] as const;

/** The name of every endpoint config that begins with `prefix`. */
export async function listEndpointConfigs(prefix: string): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page: ListEndpointConfigsCommandOutput = await sagemaker.send(
      new ListEndpointConfigsCommand({ NameContains: prefix, MaxResults: 100, NextToken }),
    );
    for (const { EndpointConfigName } of page.EndpointConfigs ?? []) {
      if (EndpointConfigName?.startsWith(prefix)) names.push(EndpointConfigName);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}
