import { paginateListEndpoints } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';

/** Granted on `sagemaker-lists`: the service knows no narrower resource. */
export const listEndpointsActions = ['sagemaker:ListEndpoints'] as const;

/** The name of every endpoint that begins with `prefix`. */
export async function listEndpoints(prefix: string): Promise<string[]> {
  const names: string[] = [];
  const pages = paginateListEndpoints({ client: sagemaker, pageSize: 100 }, { NameContains: prefix });
  for await (const { Endpoints } of pages) {
    for (const { EndpointName } of Endpoints ?? []) {
      if (EndpointName?.startsWith(prefix)) names.push(EndpointName);
    }
  }
  return names;
}
