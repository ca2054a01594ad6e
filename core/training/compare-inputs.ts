import type { ModelVersionRecord, RunRecord, Toolchain } from '../registry/records.ts';
import type { ArtifactComparison } from './artifact-comparison.ts';
import { digestOf, type Json } from './digest-of.ts';

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

/** What the programs of now and of then are, where they are not the same; what was not recorded is said so. */
export function toolchainDifferences(recorded: Toolchain | undefined, now: Toolchain): string[] {
  if (recorded === undefined) return ['the toolchain of the version was not recorded'];
  return (['image', 'node', 'duckdb', 'packageLock', 'python'] as const).flatMap((name) =>
    recorded[name] === undefined || now[name] === undefined
      ? []
      : differences(name, recorded[name], now[name]),
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
