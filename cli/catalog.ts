import { join, relative } from 'node:path';
import type { ModelDefinition } from '../core/registry/model-definition.ts';
import { loadModels } from '../lib/load-models.ts';
import { CliError } from './cli-error.ts';
import { importCompiled } from './compile.js';

export const checkout = join(import.meta.dirname, '..');

/** The models of this checkout: what there is to ask the registry about. */
export const loadCatalog = (): Promise<ModelDefinition[]> =>
  loadModels(checkout, (file) => importCompiled(relative(checkout, file)));

/**
 * One model of this checkout.
 * @throws CliError naming the models there are
 */
export async function findModel(name: string): Promise<ModelDefinition> {
  const models = await loadCatalog();
  const found = models.find((model) => model.name === name);
  if (found === undefined) {
    const names = models.map((model) => model.name).join(', ');
    throw new CliError(
      'notFound',
      `Cannot find model '${name}': models/ of this checkout has ${names || 'none'}`,
    );
  }
  return found;
}

/** The names of all datasets that the models read. */
export const datasetsOf = (models: readonly ModelDefinition[]): string[] =>
  [...new Set(models.flatMap(({ contracts }) => contracts.map(({ dataset }) => dataset)))].sort();

/** The names of all owners: of models and of datasets. */
export const ownersOf = (models: readonly ModelDefinition[]): string[] =>
  [
    ...new Set(
      models.flatMap(({ owner, contracts }) => [owner.name, ...contracts.map((contract) => contract.owner)]),
    ),
  ].sort();
