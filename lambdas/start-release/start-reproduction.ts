import { readTable } from '../../adapters/datasets/read-table.ts';
import { loadDefinition } from '../../adapters/definitions/load-definitions.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { ifAbsent, putRecord } from '../../adapters/dynamodb/put-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { copyObject } from '../../adapters/s3/copy-object.ts';
import { digestArchive } from '../../adapters/s3/digest-archive.ts';
import { getText } from '../../adapters/s3/get-text.ts';
import { isGone } from '../../adapters/s3/is-gone.ts';
import { listObjects } from '../../adapters/s3/list-objects.ts';
import { startExecution } from '../../adapters/step-functions/start-execution.ts';
import { trainingSetDigest } from '../../core/features/training-set-digest.ts';
import { dataPrefix, modelPrefix } from '../../core/names.ts';
import { datasetVersionKey, modelVersionKey, runKey } from '../../core/registry/keys.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { DatasetVersionRecord, ModelVersionRecord } from '../../core/registry/records.ts';
import { newReproduction, reproductionId } from '../../core/training/new-reproduction.ts';
import { parseS3Uri } from '../../core/training/parse-s3-uri.ts';
import { sourceDigest } from '../../core/training/source-digest.ts';
import { trainingSetContent, trainingSetFiles } from '../../core/training/training-set-files.ts';
import { env } from './env.ts';
import { takeOverReproduction } from './take-over-reproduction.ts';

const maximumCodeBytes = 256 * 1024 ** 2;

/**
 * Starts making a version again from what it recorded, below a prefix of its own, or finds the reproduction of the same
 * version that has not ended. Refused (`runId` null) where a part of what it needs is gone; the reason names each.
 */
export async function startReproduction(input: {
  readonly model: string;
  readonly reproduce: { readonly version: number; readonly by: string };
  readonly requestId: string;
}): Promise<{
  readonly model: string;
  readonly answer: 'due' | 'not-due';
  readonly reason: string;
  readonly runId: string | null;
}> {
  const { REGISTRY_TABLE, MODEL_BUCKET, RELEASE_MACHINE_ARN } = readEnv(env);
  const { model, requestId } = input;
  const { version, by } = input.reproduce;
  const refused = (reason: string) => ({ model, answer: 'not-due' as const, reason, runId: null });
  const record = await getRecord<ModelVersionRecord>(REGISTRY_TABLE, modelVersionKey(model, version));
  if (record === null) return refused(`version ${version} is not in the registry`);
  const unfinished = await takeOverReproduction(model, version);
  if (unfinished !== null) {
    const reason = `reproduction ${unfinished.runId} of the same version runs since ${unfinished.startedAt}`;
    return { model, answer: 'due', reason, runId: unfinished.runId };
  }

  const missing = [
    ...(await missingData(record)),
    ...(await missingCode(record)),
    ...(await missingArtifacts(record)),
  ];
  // Which definition it was can be told only while all data are there.
  const definition = missing.length > 0 ? null : await definitionOf(record);
  if (missing.length === 0 && definition === null) {
    missing.push(`its feature definitions: ${record.trainingSet.prefix}${trainingSetFiles.definition}`);
  }
  if (definition === null) {
    return refused(
      `it was made from, or is compared with, what is not there any more: ${missing.join('; ')}`,
    );
  }
  const runId = reproductionId(model, version, requestId);
  const codeKey = `${modelPrefix.reproduction(runId)}code/sourcedir.tar.gz`;
  const source = parseS3Uri(record.codeUri);
  // Its own copy: SageMaker may read the archives that are deployed now, and those in this bucket.
  await copyObject({ bucket: MODEL_BUCKET, fromBucket: source.bucket, from: source.key, to: codeKey });
  const run = newReproduction({
    record,
    definition,
    runId,
    by,
    codeUri: `s3://${MODEL_BUCKET}/${codeKey}`,
    now: new Date(),
  });
  await putRecord(REGISTRY_TABLE, runKey(model, runId), run, ifAbsent);
  // Should this die before the next line, whoever asks again finds the record, and starts it.
  await startExecution(RELEASE_MACHINE_ARN, runId, { model, runId });
  return { model, answer: 'due', reason: `${by} asked for it`, runId };
}

/** The dataset versions, or files of them, that are gone. */
async function missingData({ datasets }: ModelVersionRecord): Promise<string[]> {
  const { REGISTRY_TABLE, DATA_BUCKET } = readEnv(env);
  const missing = await Promise.all(
    Object.entries(datasets).map(async ([dataset, version]) => {
      const what = `${dataset}@${version}`;
      const record = await getRecord<DatasetVersionRecord>(
        REGISTRY_TABLE,
        datasetVersionKey(dataset, version),
      );
      if (record === null) return [`${what} is not in the registry`];
      if (record.expiredAt !== undefined) return [`${what} was collected at ${record.expiredAt}`];
      const { state } = await readTable(DATA_BUCKET, dataset, version);
      const root = dataPrefix.table(dataset);
      const present = new Set((await listObjects(DATA_BUCKET, root)).map(({ key }) => key));
      const gone = state.files.filter(({ path }) => !present.has(`${root}${path}`));
      return gone.length === 0
        ? []
        : [`${gone.length} of ${state.files.length} files of ${what}, such as ${gone[0]!.path}`];
    }),
  );
  return missing.flat();
}

async function missingCode({ codeUri, codeDigest }: ModelVersionRecord): Promise<string[]> {
  const source = parseS3Uri(codeUri);
  try {
    const { contents } = await digestArchive({
      ...source,
      maximumBytes: maximumCodeBytes,
      keep: () => true,
    });
    const digest = sourceDigest(contents);
    return digest === codeDigest
      ? []
      : [`its code: ${codeUri} has digest ${digest.slice(0, 12)}, recorded is ${codeDigest.slice(0, 12)}`];
  } catch (error) {
    if (isGone(error)) return [`its code: ${codeUri}`];
    throw error;
  }
}

/** What the result is compared with: noticed now, not after an hour of training. */
async function missingArtifacts({ trainingSet, evaluation }: ModelVersionRecord): Promise<string[]> {
  const { MODEL_BUCKET } = readEnv(env);
  const files = trainingSetContent.map((file) => `${trainingSet.prefix}${file}`);
  const present = new Set(
    [
      ...(await listObjects(MODEL_BUCKET, trainingSet.prefix)),
      ...(await listObjects(MODEL_BUCKET, evaluation.baselineKey)),
    ].map(({ key }) => key),
  );
  return [
    ...files.filter((key) => !present.has(key)).map((key) => `a file of its training set: ${key}`),
    ...(present.has(evaluation.baselineKey) ? [] : [`its drift baseline: ${evaluation.baselineKey}`]),
  ];
}

/**
 * The definition that the version was made by: the one beside its training set, else the deployed one where it gives
 * the same set; null where neither is to be had.
 */
async function definitionOf({
  model,
  datasets,
  trainingSet,
}: ModelVersionRecord): Promise<ModelDefinition | null> {
  const { REGISTRY_TABLE, MODEL_BUCKET } = readEnv(env);
  try {
    const text = await getText(MODEL_BUCKET, `${trainingSet.prefix}${trainingSetFiles.definition}`);
    return JSON.parse(text) as ModelDefinition;
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  const digests = await Promise.all(
    Object.entries(datasets).map(async ([dataset, version]) => {
      const key = datasetVersionKey(dataset, version);
      return [dataset, (await getRecord<DatasetVersionRecord>(REGISTRY_TABLE, key))!.digest] as const;
    }),
  );
  const { definition } = loadDefinition(model);
  return trainingSetDigest(definition, Object.fromEntries(digests)) === trainingSet.digest
    ? definition
    : null;
}
