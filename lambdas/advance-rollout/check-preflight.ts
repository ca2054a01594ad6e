import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { digestObject } from '../../adapters/s3/digest-object.ts';
import { headObject } from '../../adapters/s3/head-object.ts';
import { modelExists } from '../../adapters/sagemaker/model-exists.ts';
import { variantName } from '../../core/names.ts';
import { modelVersionKey } from '../../core/registry/keys.ts';
import type { Artifact, ModelVersionRecord } from '../../core/registry/records.ts';
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
    problems.push(
      ...(await artifactProblems(modelBucket, artifact.uri.slice(prefix.length), version, artifact)),
    );
  }
  if (!(await modelExists(sagemakerModel))) {
    problems.push(`the SageMaker model of version ${version} is gone: ${sagemakerModel}`);
  }
  return { problems, sagemakerModel };
}

/** A container reads the newest object of the key, whatever its version: it must still be the one that was judged. */
async function artifactProblems(
  bucket: string,
  key: string,
  version: number,
  { uri, versionId, digest, bytes }: Artifact,
): Promise<string[]> {
  const head = await headObject(bucket, key);
  if (head === null) return [`the artifact of version ${version} is gone: ${uri}`];
  const changed = `the artifact of version ${version} was changed after its registration: ${uri}`;
  if (head.versionId !== versionId) {
    return [`${changed} is object version ${head.versionId}, registered was ${versionId}`];
  }
  if (head.bytes !== bytes) return [`${changed} has ${head.bytes} bytes, registered were ${bytes}`];
  const found = await digestObject({ bucket, key, versionId, maximumBytes: bytes });
  return found === digest ? [] : [`${changed} has SHA-256 ${found}, registered was ${digest}`];
}
