import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { getText } from '../../adapters/s3/get-text.ts';
import type { DriftBaseline } from '../../core/drift/baseline.ts';
import { modelVersionKey } from '../../core/registry/keys.ts';
import type { ModelVersionRecord } from '../../core/registry/records.ts';

/**
 * A version and the baseline that it was judged with.
 * @throws Error if the registry does not know the version
 */
export async function loadVersion(
  table: string,
  bucket: string,
  model: string,
  version: number,
): Promise<{ readonly record: ModelVersionRecord; readonly baseline: DriftBaseline }> {
  const record = await getRecord<ModelVersionRecord>(table, modelVersionKey(model, version));
  if (record === null) {
    throw new Error(`Cannot compare with version ${version} of '${model}': the registry has no such version`);
  }
  return {
    record,
    baseline: JSON.parse(await getText(bucket, record.evaluation.baselineKey)) as DriftBaseline,
  };
}
