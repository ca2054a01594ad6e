import type { Contract } from './contract.ts';
import { contractDigest } from './contract-digest.ts';

/**
 * What is wrong between the contracts of an app, as sentences; each alone may be sound. A dataset has one contract,
 * however many models name it, and a reference is to columns that there are, of the same type. References may go
 * round in a circle: each is to the newest version that there is.
 */
export function checkReferences(contracts: readonly Contract[]): string[] {
  const problems: string[] = [];
  const known = new Map<string, Contract>();
  for (const contract of contracts) {
    const earlier = known.get(contract.dataset);
    if (earlier === undefined) known.set(contract.dataset, contract);
    else if (contractDigest(earlier) !== contractDigest(contract)) {
      problems.push(
        `dataset '${contract.dataset}' has two contracts that differ (versions ${earlier.version} and ${contract.version}): models that share a dataset share its contract`,
      );
    }
  }
  for (const contract of known.values()) {
    for (const { dataset, columns, referenced } of contract.references ?? []) {
      const at = `contract '${contract.dataset}': references.${dataset}`;
      const other = known.get(dataset);
      if (other === undefined) {
        problems.push(`${at}: no model has a contract for dataset '${dataset}'`);
        continue;
      }
      referenced.forEach((name, index) => {
        const own = contract.columns.find((column) => column.name === columns[index]);
        const theirs = other.columns.find((column) => column.name === name);
        if (theirs === undefined) problems.push(`${at}: '${name}' is not a column of dataset '${dataset}'`);
        else if (own !== undefined && own.type !== theirs.type) {
          problems.push(`${at}: '${own.name}' is a ${own.type}, '${name}' a ${theirs.type}`);
        }
      });
    }
  }
  return problems;
}
