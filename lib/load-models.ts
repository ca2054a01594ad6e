import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkReferences } from '../core/contracts/check-references.ts';
import { checkModelDefinition } from '../core/registry/define-model.ts';
import type { ModelDefinition } from '../core/registry/model-definition.ts';

/**
 * Every model of `models/`: adding a model is adding a folder.
 * @param importModule imports a TypeScript file; a process that runs TypeScript does so by itself
 * @throws Error that names the file and field of each fault in a definition
 */
export async function loadModels(
  root: string,
  importModule: (file: string) => Promise<unknown> = (file) => import(pathToFileURL(file).href),
): Promise<ModelDefinition[]> {
  const folder = join(root, 'models');
  const names = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'model.ts')))
    .sort();
  const models: ModelDefinition[] = [];
  const faults: string[] = [];
  for (const name of names) {
    const file = join(folder, name, 'model.ts');
    const shown = relative(root, file);
    const module = (await importModule(file)) as { default?: ModelDefinition };
    if (module.default === undefined) {
      faults.push(`${shown}: has no default export; end it with 'export default defineModel({...})'`);
      continue;
    }
    if (module.default.name !== name) {
      faults.push(`${shown}: name: must be the folder's name '${name}', received '${module.default.name}'`);
    }
    const issues = checkModelDefinition(module.default, shown);
    for (const { file: where, field, message } of issues) faults.push(`${where}: ${field}: ${message}`);
    if (issues.length > 0) continue;
    const { runbook } = module.default.owner;
    if (!existsSync(join(root, runbook))) {
      faults.push(`${shown}: owner.runbook: ${runbook} does not exist; write what the owner does when paged`);
      continue;
    }
    models.push(module.default);
  }
  faults.push(...checkReferences(models.flatMap(({ contracts }) => contracts)));
  if (faults.length > 0) throw new Error(`Cannot use the model definitions:\n  ${faults.join('\n  ')}`);
  return models;
}
