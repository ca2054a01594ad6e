import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';

/** Has the functions that are imported from now on find a stack of this one model, with its registry and buckets. */
export function deployModel(definition: ModelDefinition, env: Readonly<Record<string, string>> = {}): void {
  const bundle = mkdtempSync(join(tmpdir(), 'ballast-test-'));
  const deployed = { definition, code: { key: 'k', digest: 'd' } };
  writeFileSync(join(bundle, 'definitions.json'), JSON.stringify([deployed]));
  Object.assign(process.env, {
    LAMBDA_TASK_ROOT: bundle,
    BALLAST_ENV: 'dev',
    REGISTRY_TABLE: 'registry',
    DATA_BUCKET: 'data',
    MODEL_BUCKET: 'models',
    ...env,
  });
}
