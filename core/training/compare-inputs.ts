import type { ModelVersionRecord, RunRecord, Toolchain } from '../registry/records.ts';
import type { ArtifactComparison } from './artifact-comparison.ts';
import { digestOf, type Json } from './digest-of.ts';
import { pinnedImage } from './pinned-image.ts';

/** What decides a model, as version and run both record it. */
const inputs = ['datasets', 'codeUri', 'codeDigest', 'hyperparameters', 'seed'] as const;

/**
 * Whether a version's record still says what its run was trained with: a record that was changed afterwards makes
 * another model, and this is why.
 * @param run the release that the version came from; null where its record is gone
 * @param trainingSetDigest digest of the inputs of the training set that was made now
 */
export function compareInputs(
  version: ModelVersionRecord,
  run: RunRecord | null,
  trainingSetDigest: string,
): ArtifactComparison {
  const differing = run === null ? [] : inputs.flatMap((name) => differences(name, run[name], version[name]));
  if (trainingSetDigest !== version.trainingSet.digest) {
    differing.push(
      `training set: its data, features, label or split have another digest than the recorded ${version.trainingSet.digest.slice(0, 12)}`,
    );
  }
  if (differing.length > 0) {
    return {
      artifact: 'inputs',
      verdict: 'differs',
      detail: `the version's record is not what run ${version.runId} used: ${differing.join('; ')}`,
      reasons: [],
    };
  }
  return {
    artifact: 'inputs',
    verdict: 'identical',
    detail:
      run === null
        ? 'datasets and features; the run that the version came from is gone, so that its record was not compared'
        : 'datasets, features, code, hyperparameters and seed, as the run used them',
    reasons: [],
  };
}

const programs = {
  commit: "Ballast's commit",
  image: 'image',
  node: 'node',
  duckdb: 'duckdb',
  packageLock: 'packageLock',
  python: 'python',
} as const satisfies Readonly<Record<keyof Toolchain, string>>;

/** What the programs of now and of then are, where they are not the same; what was not recorded is said so. */
export function toolchainDifferences(
  version: Pick<ModelVersionRecord, 'toolchain' | 'codeCommit' | 'imageDigest'>,
  now: Toolchain,
): string[] {
  const { toolchain, codeCommit, imageDigest } = version;
  if (toolchain === undefined) return ['the toolchain of the version was not recorded'];
  const { image } = toolchain;
  // A reproduction asks for the image by its digest where that is known; then, it was asked for by its tag.
  const asNow =
    image === undefined || now.image?.includes('@') !== true ? image : pinnedImage(image, imageDigest);
  // Before it was recorded, the features were built by the code that was deployed when the release began.
  const recorded: Toolchain = {
    commit: codeCommit,
    ...toolchain,
    ...(asNow === undefined ? {} : { image: asNow }),
  };
  return (Object.keys(programs) as (keyof Toolchain)[]).flatMap((name) =>
    recorded[name] === undefined || now[name] === undefined
      ? []
      : differences(programs[name], recorded[name], now[name]),
  );
}

/** `max_depth 6 → 9`, member by member. */
function differences(name: string, before: Json, after: Json): string[] {
  if (digestOf(before) === digestOf(after)) return [];
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .sort()
      .flatMap((member) => differences(`${name}.${member}`, before[member] ?? null, after[member] ?? null));
  }
  return [`${name} ${JSON.stringify(before)} → ${JSON.stringify(after)}`];
}

const isRecord = (value: Json): value is { readonly [name: string]: Json } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
