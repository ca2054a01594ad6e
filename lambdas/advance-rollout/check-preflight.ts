import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { headObject } from '../../adapters/s3/head-object.ts';
import { modelExists } from '../../adapters/sagemaker/model-exists.ts';
import { variantName } from '../../core/names.ts';
import { modelVersionKey } from '../../core/registry/keys.ts';
import type { ModelVersionRecord } from '../../core/registry/records.ts';
import type { Preflight } from '../../core/rollout/observation.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import type { Context } from './context.ts';

/**
 * Whether everything that the rollout may need still exists: the version that it brings and, for a release,
 * the version that it would have to go back to.
 */
export async function checkPreflight(
  context: Context,
  rollout: Rollout,
  live: number | null,
): Promise<Preflight> {
  const needed = rollout.purpose === 'release' ? [rollout.version, live] : [rollout.version];
  const versions = [...new Set(needed)].filter((version) => version !== null);
  const checked = await Promise.all(
    versions.map(async (version) => ({ version, ...(await checkVersion(context, rollout, version)) })),
  );
  return {
    problems: checked.flatMap(({ problems }) => problems),
    sagemakerModels: Object.fromEntries(
      checked.flatMap(({ version, sagemakerModel }) =>
        sagemakerModel === undefined ? [] : [[variantName(version), sagemakerModel]],
      ),
    ),
  };
}

async function checkVersion(
  { table, modelBucket }: Context,
  rollout: Rollout,
  version: number,
): Promise<{ readonly problems: string[]; readonly sagemakerModel?: string }> {
  const record = await getRecord<ModelVersionRecord>(table, modelVersionKey(rollout.model, version));
  if (record === null) return { problems: [`version ${version} is not in the registry`] };
  const { sagemakerModel, artifact, approval } = record;
  const problems: string[] = [];
  if (rollout.purpose === 'release' && version === rollout.version && approval.status !== 'approved') {
    problems.push(`version ${version} is not approved (${approval.status})`);
  }
  const prefix = `s3://${modelBucket}/`;
  if (!artifact.uri.startsWith(prefix)) {
    problems.push(`the artifact of version ${version} lies outside our bucket: ${artifact.uri}`);
  } else {
    const head = await headObject(modelBucket, artifact.uri.slice(prefix.length), artifact.versionId);
    if (head === null) problems.push(`the artifact of version ${version} is gone: ${artifact.uri}`);
  }
  if (!(await modelExists(sagemakerModel))) {
    problems.push(`the SageMaker model of version ${version} is gone: ${sagemakerModel}`);
  }
  return { problems, sagemakerModel };
}
