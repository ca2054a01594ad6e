import type { ContractChange } from './classify-change.ts';
import { classifyChange } from './classify-change.ts';
import type { Contract } from './contract.ts';
import { contractDigest } from './contract-digest.ts';
import { isAtLeast, versionNeeded } from './semantic-version.ts';

/** What `contracts.lock.json` beside a model says: the contract of each dataset as it was last published. */
export type ContractsLock = Readonly<
  Record<string, { readonly version: string; readonly digest: string; readonly contract: Contract }>
>;

/** How a contract stands to the one that was published. */
export type PublicationState =
  | { readonly status: 'published' }
  /** Never published: it may be published as it is. */
  | { readonly status: 'new' }
  /** Changed, with a version that says so: it may be published. */
  | { readonly status: 'changed'; readonly from: string; readonly changes: readonly ContractChange[] }
  /** Changed without the version that the changes need. */
  | {
      readonly status: 'version-needed';
      readonly from: string;
      readonly needed: string;
      readonly changes: readonly ContractChange[];
    }
  /** The record itself is not what was written. */
  | { readonly status: 'lock-edited' };

/**
 * @param asked the columns of the dataset that prediction requests carry; any, where it is not said
 */
export function publicationState(
  contract: Contract,
  lock: ContractsLock,
  asked?: ReadonlySet<string>,
): PublicationState {
  const published = lock[contract.dataset];
  if (published === undefined) return { status: 'new' };
  const { version, digest } = published;
  if (contractDigest(published.contract) !== digest || published.contract.version !== version) {
    return { status: 'lock-edited' };
  }
  if (contractDigest(contract) === digest) return { status: 'published' };
  const changes = classifyChange(published.contract, contract, asked);
  const needed = versionNeeded(
    version,
    changes.map((change) => change.class),
  );
  return isAtLeast(contract.version, needed)
    ? { status: 'changed', from: version, changes }
    : { status: 'version-needed', from: version, needed, changes };
}

/** The record of these contracts as published, in the order of their datasets. */
export const lockOf = (contracts: readonly Contract[]): ContractsLock =>
  Object.fromEntries(
    [...contracts]
      .sort((one, other) => (one.dataset < other.dataset ? -1 : 1))
      .map((contract) => [
        contract.dataset,
        { version: contract.version, digest: contractDigest(contract), contract },
      ]),
  );
