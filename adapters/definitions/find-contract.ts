import type { Contract } from '../../core/contracts/contract.ts';
import { loadDefinitions } from './load-definitions.ts';

export interface KnownContract {
  readonly contract: Contract;
  /** Names of the models that read the dataset. */
  readonly models: readonly string[];
}

/** The contract of a dataset and who reads it, or null where no model of the stack names the dataset. */
export function findContract(dataset: string): KnownContract | null {
  const readers = loadDefinitions().flatMap(({ definition }) =>
    definition.contracts
      .filter((contract) => contract.dataset === dataset)
      .map((contract) => ({ contract, model: definition.name })),
  );
  const [first] = readers;
  return first === undefined ? null : { contract: first.contract, models: readers.map(({ model }) => model) };
}
