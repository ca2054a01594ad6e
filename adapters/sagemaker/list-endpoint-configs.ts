import { paginateListEndpointConfigs } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';

/** Granted on `sagemaker-lists`: the service knows no narrower resource. */
export const listEndpointConfigsActions = ['sagemaker:ListEndpointConfigs'] as const;

/** The name of every endpoint config that begins with `prefix`. */
export async function listEndpointConfigs(prefix: string): Promise<string[]> {
  const names: string[] = [];
  const pages = paginateListEndpointConfigs({ client: sagemaker, pageSize: 100 }, { NameContains: prefix });
  for await (const { EndpointConfigs } of pages) {
    for (const { EndpointConfigName } of EndpointConfigs ?? []) {
      if (EndpointConfigName?.startsWith(prefix)) names.push(EndpointConfigName);
    }
  }
  return names;
}
