import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { compareRows } from '../../adapters/duckdb/compare-rows.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { digestObject } from '../../adapters/s3/digest-object.ts';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { getText } from '../../adapters/s3/get-text.ts';
import { isGone } from '../../adapters/s3/is-gone.ts';
import { modelPrefix } from '../../core/names.ts';
import { modelVersionKey, runKey } from '../../core/registry/keys.ts';
import type { Artifact, Evaluation, ModelVersionRecord, RunRecord } from '../../core/registry/records.ts';
import type { ArtifactComparison } from '../../core/training/artifact-comparison.ts';
import { compareInputs, toolchainDifferences } from '../../core/training/compare-inputs.ts';
import { compareModel } from '../../core/training/compare-model.ts';
import { compareNumbers } from '../../core/training/compare-numbers.ts';
import { compareTrainingSet, type FileDigests } from '../../core/training/compare-training-set.ts';
import type { Json } from '../../core/training/digest-of.ts';
import { explainDifferences } from '../../core/training/explain-differences.ts';
import { parsePredictions } from '../../core/training/parse-predictions.ts';
import { trainingSetOf } from '../../core/training/training-job-request.ts';
import { trainingSetContent, trainingSetFiles } from '../../core/training/training-set-files.ts';

/** Metrics and thresholds are sums over predictions: they agree as closely as these do. */
const metricTolerance = 1e-6;
/** A mean may be added up in another order. */
const baselineTolerance = 1e-9;
const maximumFileBytes = 64 * 1024 ** 3;

/** Compares what a reproduction made with what its version recorded, artifact by artifact. */
export async function compareReproduction(
  run: RunRecord,
  version: number,
  made: { readonly artifact: Artifact; readonly evaluation: Evaluation },
  place: {
    readonly table: string;
    readonly bucket: string;
    readonly directory: string;
    readonly connection: DuckDBConnection;
  },
): Promise<ArtifactComparison[]> {
  const { table, bucket } = place;
  const record = await getRecord<ModelVersionRecord>(table, modelVersionKey(run.model, version));
  if (record === null) {
    throw new Error(`Cannot compare with version ${version} of '${run.model}': it is not in the registry`);
  }
  const original = await getRecord<RunRecord>(table, runKey(run.model, record.runId));
  const trainingSet = trainingSetOf(run);
  const comparison = [
    compareInputs(record, original, trainingSet.digest),
    await compareSets(record.trainingSet.prefix, trainingSet.prefix, place),
    compareModel(record.artifact, made.artifact, await bothPredictions(run, record, place)),
    compareNumbers(
      'metrics',
      'metrics of the holdout',
      { ...record.evaluation.metrics },
      { ...made.evaluation.metrics },
      metricTolerance,
    ),
    compareNumbers(
      'threshold',
      'threshold',
      record.evaluation.threshold,
      made.evaluation.threshold,
      metricTolerance,
    ),
    compareNumbers(
      'drift baseline',
      'values',
      await baselineOf(bucket, record.evaluation.baselineKey),
      await baselineOf(bucket, made.evaluation.baselineKey),
      baselineTolerance,
    ),
  ];
  return explainDifferences(comparison, toolchainDifferences(record, run.toolchain ?? {}));
}

interface Place {
  readonly bucket: string;
  readonly directory: string;
  readonly connection: DuckDBConnection;
}

async function compareSets(recorded: string, made: string, place: Place): Promise<ArtifactComparison> {
  const [before, after] = [await fileDigests(recorded, place.bucket), await fileDigests(made, place.bucket)];
  const rows = [];
  for (const file of trainingSetContent) {
    if (file === trainingSetFiles.schema || before[file] === after[file]) continue;
    if (before[file] === undefined || after[file] === undefined) continue;
    const fetched = async (prefix: string, name: string): Promise<string> => {
      const target = join(place.directory, `${name}-${file.replaceAll('/', '-')}`);
      await getObjectToFile({ bucket: place.bucket, key: `${prefix}${file}`, file: target });
      return target;
    };
    const files = { recorded: await fetched(recorded, 'recorded'), made: await fetched(made, 'made') };
    rows.push(await compareRows(place.connection, file, files));
    // The disk has room for one pair at a time.
    await Promise.all(Object.values(files).map((path) => rm(path)));
  }
  return compareTrainingSet(before, after, rows);
}

async function fileDigests(prefix: string, bucket: string): Promise<FileDigests> {
  const digests = await Promise.all(
    trainingSetContent.map(async (file) => {
      try {
        const digest = await digestObject({
          bucket,
          key: `${prefix}${file}`,
          maximumBytes: maximumFileBytes,
        });
        return [[file, digest] as const];
      } catch (error) {
        if (isGone(error)) return [];
        throw error;
      }
    }),
  );
  return Object.fromEntries(digests.flat());
}

/** The holdout's predictions of both; null where the recorded ones are gone. */
async function bothPredictions(run: RunRecord, record: ModelVersionRecord, { bucket, directory }: Place) {
  const answers = trainingSetFiles.answers('holdout');
  const file = join(directory, 'recorded-holdout.jsonl');
  try {
    await getObjectToFile({
      bucket,
      key: `${modelPrefix.evaluation(run.model, record.runId)}${answers}`,
      file,
    });
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
  const parsed = async (path: string, rows: number) =>
    parsePredictions(await readFile(path, 'utf8'), rows, answers);
  return {
    recorded: await parsed(file, record.trainingSet.rows.holdout),
    // `download` put it there.
    made: await parsed(join(directory, 'holdout.jsonl'), trainingSetOf(run).rows.holdout),
  };
}

/**
 * A baseline without what says when and by which run it was made.
 * @throws Error where it is gone, though it was there when the reproduction was started
 */
async function baselineOf(bucket: string, key: string): Promise<Json> {
  try {
    const {
      runId: _runId,
      createdAt: _createdAt,
      ...rest
    } = JSON.parse(await getText(bucket, key)) as {
      readonly [name: string]: Json;
    };
    return rest;
  } catch (error) {
    if (!isGone(error)) throw error;
    throw new Error(`Cannot compare drift baselines: s3://${bucket}/${key} is gone`, { cause: error });
  }
}
