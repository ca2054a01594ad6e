import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ContractChange } from '../core/contracts/classify-change.ts';
import type { Contract } from '../core/contracts/contract.ts';
import {
  type ContractsLock,
  lockOf,
  type PublicationState,
  publicationState,
} from '../core/contracts/contracts-lock.ts';
import { askedColumns } from '../core/registry/asked-columns.ts';
import type { ModelDefinition } from '../core/registry/model-definition.ts';

const lockFile = (root: string, model: string): string => join(root, 'models', model, 'contracts.lock.json');

/** A model's published contracts; null where none was ever published. */
export function readContractsLock(root: string, model: string): ContractsLock | null {
  const file = lockFile(root, model);
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ContractsLock;
  } catch (error) {
    throw new Error(
      `Cannot read ${relative(root, file)}: it is not JSON (${(error as Error).message}); take it back from git`,
    );
  }
}

/** Records a model's contracts as published. */
export function writeContractsLock(root: string, model: string, contracts: readonly Contract[]): string {
  const file = lockFile(root, model);
  writeFileSync(file, `${JSON.stringify(lockOf(contracts), null, 2)}\n`);
  return relative(root, file);
}

/**
 * Holds each model's contracts against what it last published. A model without a lock file has published nothing and
 * promises nothing yet.
 * @throws Error that names each change, its class, the version that it needs, and what to do
 */
export function checkPublishedContracts(root: string, models: readonly ModelDefinition[]): void {
  const faults = models.flatMap(({ name, contracts }) => {
    const lock = readContractsLock(root, name);
    return lock === null ? [] : contractFaults(name, contracts, lock, models);
  });
  if (faults.length > 0) throw new Error(`Cannot deploy the contracts:\n  ${faults.join('\n  ')}`);
}

/** What is wrong with a model's contracts beside its lock, as sentences with their remedy. */
function contractFaults(
  model: string,
  contracts: readonly Contract[],
  lock: ContractsLock,
  models: readonly ModelDefinition[],
): string[] {
  const gone = Object.keys(lock).filter(
    (dataset) => !contracts.some((contract) => contract.dataset === dataset),
  );
  return [
    ...contracts.flatMap((contract) =>
      stateFaults(model, contract, publicationState(contract, lock, askedColumns(models, contract.dataset))),
    ),
    ...gone.map(
      (dataset) =>
        `models/${model}: contract '${dataset}' was published and is gone: put it back, or ${publish(model)} to withdraw it`,
    ),
  ];
}

function stateFaults(
  model: string,
  { dataset, version }: Contract,
  state: PublicationState,
): readonly string[] {
  const at = `models/${model}: contract '${dataset}' ${version}`;
  switch (state.status) {
    case 'published':
      return [];
    case 'new':
      return [`${at} is not published: ${publish(model)}`];
    case 'changed':
      return [
        `${at} differs from the published ${state.from}: ${publish(model)}`,
        ...describeChanges(state.changes),
      ];
    case 'version-needed':
      return [
        `${at} needs version ${state.needed} or later, published is ${state.from}: raise it, then ${publish(model)}`,
        ...describeChanges(state.changes),
      ];
    case 'lock-edited':
      return [
        `${at}: contracts.lock.json is not what was published (its digest differs): take it back from git`,
      ];
  }
}

const publish = (model: string): string =>
  `run \`npx ballast contract publish ${model}\` and commit contracts.lock.json`;

/** Each change on a line: `  breaking: columns.distance.maximum 6000 → 5000 (what was accepted is refused)`. */
export const describeChanges = (changes: readonly ContractChange[]): string[] =>
  changes.map(
    ({ class: meaning, kind, field, from, to, why }) =>
      `  ${meaning}: ${field}: ${kind}: ${from} → ${to} (${why})`,
  );
