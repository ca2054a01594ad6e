import type { Contract } from '../contracts/contract.ts';
import type { ModelDefinition } from '../registry/model-definition.ts';

/**
 * The contract of one of a model's datasets.
 * @throws Error naming the datasets that the definition has contracts for
 */
export function contractOf(
  definition: Pick<ModelDefinition, 'name' | 'contracts'>,
  dataset: string,
): Contract {
  const contract = definition.contracts.find((candidate) => candidate.dataset === dataset);
  if (contract === undefined) {
    const known = definition.contracts.map((candidate) => candidate.dataset).join(', ');
    throw new Error(
      `Cannot find the contract of dataset '${dataset}' in model '${definition.name}': it has ${known}`,
    );
  }
  return contract;
}
