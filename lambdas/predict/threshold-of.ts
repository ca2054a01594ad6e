import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { modelVersionKey } from '../../core/registry/keys.ts';
import type { ModelVersionRecord } from '../../core/registry/records.ts';

const thresholds = new Map<string, number>();

/**
 * The probability from which a version calls a prediction positive. It never changes, so it is read once.
 * @throws Error when the registry has no such version
 */
export async function thresholdOf(table: string, model: string, version: number): Promise<number> {
  const key = `${model}#${version}`;
  const known = thresholds.get(key);
  if (known !== undefined) return known;
  const record = await getRecord<ModelVersionRecord>(table, modelVersionKey(model, version));
  if (record === null) {
    throw new Error(
      `Cannot judge a prediction of '${model}' version ${version}: the registry has no such version`,
    );
  }
  thresholds.set(key, record.evaluation.threshold);
  return record.evaluation.threshold;
}
