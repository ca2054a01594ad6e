import { ListEndpointsCommand, type ListEndpointsCommandOutput } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';

/** Granted on `sagemaker-lists`: the service knows no narrower resource. */
export const listEndpointsActions = ['sagemaker:ListEndpoints'] as const;

/** The name of every endpoint that begins with `prefix`. */
export async function listEndpoints(prefix: string): Promise<string[]> {
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page: ListEndpointsCommandOutput = await sagemaker.send(
      new ListEndpointsCommand({ NameContains: prefix, MaxResults: 100, NextToken }),
    );
    for (const { EndpointName } of page.Endpoints ?? []) {
      if (EndpointName?.startsWith(prefix)) names.push(EndpointName);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return names;
}
