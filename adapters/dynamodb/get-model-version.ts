import { modelVersionKey } from '../../core/registry/keys.ts';
import type { ModelVersionRecord } from '../../core/registry/records.ts';
import { getRecord } from './get-record.ts';

/**
 * A model version that must be there. Its actions are `getRecordActions`.
 * @throws Error when the registry has no such version
 */
export async function getModelVersion(
  table: string,
  model: string,
  version: number,
): Promise<ModelVersionRecord> {
  const record = await getRecord<ModelVersionRecord>(table, modelVersionKey(model, version));
  if (record === null) {
    throw new Error(
      `Cannot find version ${version} of model '${model}': list them with npx ballast versions ${model}`,
    );
  }
  return record;
}
