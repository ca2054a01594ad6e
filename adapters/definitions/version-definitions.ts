import { type Access, allow } from '../../core/access.ts';
import { type FeatureDefinitions, readFeatureDefinitions } from '../../core/features/feature-definitions.ts';
import { modelVersionKey } from '../../core/registry/keys.ts';
import type { ModelVersionRecord } from '../../core/registry/records.ts';
import { getRecord, getRecordActions } from '../dynamodb/get-record.ts';
import { getObjectActions } from '../s3/get-object-to-file.ts';
import { getText } from '../s3/get-text.ts';

export const versionDefinitionsAccess: readonly Access[] = [
  allow(getRecordActions, 'registry'),
  allow(getObjectActions, 'model-bucket', 'definitions/*'),
];

/**
 * The feature definitions that a model's version was registered with; null where it kept none, or is not there.
 * @throws Error where they are not what their digest says
 */
export async function versionDefinitions(
  table: string,
  bucket: string,
  model: string,
  version: number,
): Promise<FeatureDefinitions | null> {
  const record = await getRecord<ModelVersionRecord>(table, modelVersionKey(model, version));
  const reference = record?.featureDefinitions;
  return reference === undefined
    ? null
    : readFeatureDefinitions(await getText(bucket, reference.key), reference);
}
