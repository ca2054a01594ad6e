import { deleteEndpoint } from '../../adapters/sagemaker/delete-endpoint.ts';
import { deleteEndpointConfig } from '../../adapters/sagemaker/delete-endpoint-config.ts';
import { deleteModel } from '../../adapters/sagemaker/delete-model.ts';
import { listEndpointConfigs } from '../../adapters/sagemaker/list-endpoint-configs.ts';
import { listEndpoints } from '../../adapters/sagemaker/list-endpoints.ts';
import { listModels } from '../../adapters/sagemaker/list-models.ts';

/**
 * Removes every endpoint, endpoint config and SageMaker model whose name begins with `prefix`; a config may
 * only go after the endpoints that use it.
 * @throws Error naming the endpoints that are still there at the deadline
 */
export async function removeEndpoints(
  prefix: string,
  options: { readonly deadline: Date; readonly pauseInMilliseconds?: number },
): Promise<void> {
  const asked = new Set<string>();
  for (;;) {
    const left = await listEndpoints(prefix);
    if (left.length === 0) break;
    // An endpoint that is being changed can be asked only when that has ended.
    for (const endpoint of left) {
      if (!asked.has(endpoint) && (await deleteEndpoint(endpoint))) asked.add(endpoint);
    }
    if (Date.now() >= options.deadline.getTime()) {
      throw new Error(
        `Cannot remove endpoints ${left.join(', ')} in time: delete them by hand, then the stack`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, options.pauseInMilliseconds ?? 2_000));
  }
  for (const config of await listEndpointConfigs(prefix)) await deleteEndpointConfig(config);
  for (const model of await listModels(prefix)) await deleteModel(model);
}
