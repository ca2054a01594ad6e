import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployedModel } from '../../core/registry/deployed-model.ts';

let loaded: readonly DeployedModel[] | undefined;

/** Every model of the stack, from `definitions.json` beside the function's bundle; read once per process. */
export function loadDefinitions(): readonly DeployedModel[] {
  if (loaded === undefined) {
    const file = join(process.env.LAMBDA_TASK_ROOT ?? '.', 'definitions.json');
    loaded = JSON.parse(readFileSync(file, 'utf8')) as readonly DeployedModel[];
  }
  return loaded;
}

/**
 * One model of the stack.
 * @throws Error that names the models there are
 */
export function loadDefinition(model: string): DeployedModel {
  const found = loadDefinitions().find(({ definition }) => definition.name === model);
  if (found === undefined) {
    const names = loadDefinitions().map(({ definition }) => definition.name);
    throw new Error(`Cannot find model '${model}': this stack has ${names.join(', ')}`);
  }
  return found;
}
