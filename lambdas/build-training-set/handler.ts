import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { fetchVersion } from '../../adapters/datasets/fetch-version.ts';
import { runDefinition } from '../../adapters/definitions/run-definition.ts';
import { engineVersion } from '../../adapters/duckdb/engine-version.ts';
import { openDatabase } from '../../adapters/duckdb/open-database.ts';
import { withWorkDirectory } from '../../adapters/duckdb/work-directory.ts';
import { writeTrainingSet } from '../../adapters/duckdb/write-training-set.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { getRun } from '../../adapters/dynamodb/get-run.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { getText } from '../../adapters/s3/get-text.ts';
import { headObject } from '../../adapters/s3/head-object.ts';
import { putFile } from '../../adapters/s3/put-file.ts';
import { putText } from '../../adapters/s3/put-text.ts';
import { putTextIfAbsent } from '../../adapters/s3/put-text-if-absent.ts';
import { vectorView } from '../../core/features/feature-vector.ts';
import { trainingSetDigest } from '../../core/features/training-set-digest.ts';
import { datasetViews } from '../../core/features/views-of.ts';
import { datasetVersionKey, runKey } from '../../core/registry/keys.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { DatasetVersionRecord, RunRecord, Toolchain, TrainingSet } from '../../core/registry/records.ts';
import { runPlaces } from '../../core/training/run-places.ts';
import { trainingSetFiles } from '../../core/training/training-set-files.ts';
import { env } from './env.ts';

const Step = v.object({ model: v.string(), runId: v.string() });

/** Written last: where it is, the set is whole. */
const marker = 'training-set.json';

/** Gives a run its training set: finds the one of the same inputs, or builds it. */
export async function handler(event: unknown): Promise<{ readonly digest: string }> {
  const { model, runId } = v.parse(Step, event);
  const { REGISTRY_TABLE, MODEL_BUCKET } = readEnv(env);
  const key = runKey(model, runId);
  await updateRecord(REGISTRY_TABLE, key, { step: 'features' });
  const run = await getRun(REGISTRY_TABLE, model, runId);
  const definition = runDefinition(run);

  const digest = trainingSetDigest(definition, await versionDigests(run));
  const prefix = runPlaces(run).trainingSet(digest);
  if ((await headObject(MODEL_BUCKET, `${prefix}${marker}`)) === null) {
    await withWorkDirectory((directory) => build(run, definition, { prefix, digest }, directory));
  }
  const { toolchain, ...trainingSet } = JSON.parse(
    await getText(MODEL_BUCKET, `${prefix}${marker}`),
  ) as TrainingSet & { readonly toolchain?: Toolchain };
  const views = datasetViews(definition).map(vectorView);
  await updateRecord(REGISTRY_TABLE, key, {
    trainingSet: { ...trainingSet, views },
    ...(toolchain === undefined ? {} : { toolchain }),
  });
  return { digest };
}

async function versionDigests(run: RunRecord): Promise<Record<string, string>> {
  const { REGISTRY_TABLE } = readEnv(env);
  const digests = await Promise.all(
    Object.entries(run.datasets).map(async ([dataset, version]) => {
      const record = await getRecord<DatasetVersionRecord>(
        REGISTRY_TABLE,
        datasetVersionKey(dataset, version),
      );
      if (record === null) {
        throw new Error(
          `Cannot build the training set of run '${run.runId}': the registry has no version ${version} of dataset '${dataset}'`,
        );
      }
      return [dataset, record.digest] as const;
    }),
  );
  return Object.fromEntries(digests);
}

async function build(
  run: RunRecord,
  definition: ModelDefinition,
  { prefix, digest }: Pick<TrainingSet, 'prefix' | 'digest'>,
  directory: string,
): Promise<void> {
  const { REGISTRY_TABLE, DATA_BUCKET, MODEL_BUCKET, CODE_COMMIT, PACKAGE_LOCK_DIGEST } = readEnv(env);
  const datasets = new Map<string, readonly string[]>();
  for (const { dataset } of definition.contracts) {
    const version = run.datasets[dataset];
    if (version === undefined) {
      throw new Error(
        `Cannot build the training set of run '${run.runId}': it names no version of dataset '${dataset}'`,
      );
    }
    const { files } = await fetchVersion({
      bucket: DATA_BUCKET,
      table: REGISTRY_TABLE,
      dataset,
      version,
      directory,
    });
    datasets.set(dataset, files);
  }
  const output = join(directory, 'training-set');
  await mkdir(output);
  const database = await openDatabase({ directory });
  try {
    const { files, ...set } = await writeTrainingSet(database.connection, definition, datasets, output);
    await Promise.all(
      files.map((file) =>
        putFile({ bucket: MODEL_BUCKET, key: `${prefix}${file}`, file: join(output, file) }),
      ),
    );
    // As of now: a reproduction must not take a later one for it.
    await putText(MODEL_BUCKET, `${prefix}${trainingSetFiles.definition}`, JSON.stringify(definition));
    const toolchain: Toolchain = {
      commit: CODE_COMMIT,
      node: process.versions.node,
      duckdb: engineVersion(),
      packageLock: PACKAGE_LOCK_DIGEST,
    };
    const trainingSet: TrainingSet = { prefix, digest, ...set };
    await putTextIfAbsent(MODEL_BUCKET, `${prefix}${marker}`, JSON.stringify({ ...trainingSet, toolchain }));
  } finally {
    database.close();
  }
}
