import type { ContractChange } from '../../core/contracts/classify-change.ts';
import type { Contract } from '../../core/contracts/contract.ts';
import type { ContractsLock, PublicationState } from '../../core/contracts/contracts-lock.ts';
import type { Style } from '../style.ts';

/** What publishing does to one contract. */
export interface PublicationView {
  readonly dataset: string;
  readonly version: string;
  /** `withdrawn`: it was published, and the model has it no more. */
  readonly status: PublicationState['status'] | 'withdrawn';
  /** The version that was published before; null where there was none. */
  readonly from: string | null;
  /** The least version that the changes need; null where it has one. */
  readonly needed: string | null;
  readonly changes: readonly ContractChange[];
}

export const publicationView = (contract: Contract, state: PublicationState): PublicationView => ({
  dataset: contract.dataset,
  version: contract.version,
  status: state.status,
  from: 'from' in state ? state.from : null,
  needed: 'needed' in state ? state.needed : null,
  changes: 'changes' in state ? state.changes : [],
});

/** What becomes of published contracts that the model has no more. */
export const withdrawnViews = (contracts: readonly Contract[], lock: ContractsLock): PublicationView[] =>
  Object.entries(lock).flatMap(([dataset, { version }]) =>
    contracts.some((contract) => contract.dataset === dataset)
      ? []
      : [{ dataset, version, status: 'withdrawn', from: version, needed: null, changes: [] }],
  );

const tones = { breaking: 'bad', compatible: 'good', documentation: 'dim' } as const;

export const renderPublications = (views: readonly PublicationView[], style: Style): string =>
  views
    .flatMap((view) => [
      `${style('strong', `${view.dataset} ${view.version}`)}: ${outcome(view)}`,
      ...view.changes.map(
        ({ class: meaning, field, from, to, why }) =>
          `  ${style(tones[meaning], meaning.padEnd(13))} ${field}: ${from} → ${to} (${why})`,
      ),
    ])
    .join('\n');

function outcome({ status, version, from, needed }: PublicationView): string {
  switch (status) {
    case 'published':
      return 'published before, unchanged';
    case 'new':
      return 'published';
    case 'changed':
      return `published; it was ${from}`;
    case 'version-needed':
      return `not published: it needs version ${needed} or later, has ${version} (published: ${from})`;
    case 'withdrawn':
      return 'withdrawn: the model has it no more; published again, it will be compared with nothing';
    case 'lock-edited':
      return 'not published: contracts.lock.json was edited; take it back from git';
  }
}
