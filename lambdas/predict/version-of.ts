import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { modelVersionKey } from '../../core/registry/keys.ts';
import type { ModelVersionRecord } from '../../core/registry/records.ts';

/** What a prediction needs of a version: neither ever changes. */
export type ServedVersion = Pick<ModelVersionRecord, 'featureDefinitions'> & { readonly threshold: number };

const versions = new Map<string, ServedVersion>();

/**
 * A version's threshold and where its feature definitions lie, read once per process.
 * @throws Error when the registry has no such version
 */
export async function versionOf(table: string, model: string, version: number): Promise<ServedVersion> {
  const key = `${model}#${version}`;
  const known = versions.get(key);
  if (known !== undefined) return known;
  const record = await getRecord<ModelVersionRecord>(table, modelVersionKey(model, version));
  if (record === null) {
    throw new Error(
      `Cannot judge a prediction of '${model}' version ${version}: the registry has no such version`,
    );
  }
  const served: ServedVersion = {
    threshold: record.evaluation.threshold,
    ...(record.featureDefinitions === undefined ? {} : { featureDefinitions: record.featureDefinitions }),
  };
  versions.set(key, served);
  return served;
}
