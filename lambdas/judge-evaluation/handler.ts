import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import * as v from 'valibot';
import { runDefinition } from '../../adapters/definitions/run-definition.ts';
import { openDatabase } from '../../adapters/duckdb/open-database.ts';
import { profileTable } from '../../adapters/duckdb/profile-table.ts';
import { readLabels } from '../../adapters/duckdb/read-labels.ts';
import { withWorkDirectory } from '../../adapters/duckdb/work-directory.ts';
import { getRun } from '../../adapters/dynamodb/get-run.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { putEvent } from '../../adapters/eventbridge/put-event.ts';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { putText } from '../../adapters/s3/put-text.ts';
import { deleteModel } from '../../adapters/sagemaker/delete-model.ts';
import { type DriftBaseline, probabilityBins, probabilityFeature } from '../../core/drift/baseline.ts';
import { featureSchema } from '../../core/features/feature-schema.ts';
import { eventDetailType } from '../../core/names.ts';
import { runKey } from '../../core/registry/keys.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { Evaluation, RunRecord } from '../../core/registry/records.ts';
import { quoteLiteral } from '../../core/sql.ts';
import { applyGates } from '../../core/training/apply-gates.ts';
import type { ArtifactComparison } from '../../core/training/artifact-comparison.ts';
import { chooseThreshold } from '../../core/training/metrics/choose-threshold.ts';
import { parsePredictions } from '../../core/training/parse-predictions.ts';
import { rejectionPage, rejectionReason } from '../../core/training/rejection-page.ts';
import { runPlaces } from '../../core/training/run-places.ts';
import { type Predictions, scorePredictions } from '../../core/training/score-predictions.ts';
import { trainingSetOf } from '../../core/training/training-job-request.ts';
import { trainingSetFiles } from '../../core/training/training-set-files.ts';
import { compareReproduction } from './compare-reproduction.ts';
import { env } from './env.ts';

const Step = v.object({ model: v.string(), runId: v.string() });

/** Scores what the serving container answered to validation and holdout, and says whether it is good enough. */
export async function handler(
  event: unknown,
): Promise<{ readonly next: 'register' | 'rejected' | 'compared' }> {
  const { model, runId } = v.parse(Step, event);
  const { REGISTRY_TABLE } = readEnv(env);
  const key = runKey(model, runId);
  await updateRecord(REGISTRY_TABLE, key, { step: 'gate' });
  const run = await getRun(REGISTRY_TABLE, model, runId);
  const definition = runDefinition(run);
  const { evaluation, comparison } = await withWorkDirectory((directory) =>
    evaluate(run, definition, directory),
  );
  if (comparison !== null) {
    // Whether it would pass the gates does not matter: nobody is asked to release it.
    if (run.sagemakerModel !== undefined) await deleteModel(run.sagemakerModel);
    await updateRecord(REGISTRY_TABLE, key, {
      evaluation,
      comparison,
      status: 'compared',
      finishedAt: new Date().toISOString(),
    });
    return { next: 'compared' };
  }
  if (evaluation.passed) {
    await updateRecord(REGISTRY_TABLE, key, { evaluation });
    return { next: 'register' };
  }
  await putEvent(eventDetailType.pageRequested, rejectionPage(run, definition.owner.name, evaluation));
  await updateRecord(REGISTRY_TABLE, key, {
    evaluation,
    status: 'rejected',
    finishedAt: new Date().toISOString(),
    failure: { reason: rejectionReason(evaluation), logTail: [] },
  });
  return { next: 'rejected' };
}

async function evaluate(
  run: RunRecord,
  definition: ModelDefinition,
  directory: string,
): Promise<{ readonly evaluation: Evaluation; readonly comparison: ArtifactComparison[] | null }> {
  const { MODEL_BUCKET, REGISTRY_TABLE } = readEnv(env);
  const files = await download(run, MODEL_BUCKET, directory);
  const database = await openDatabase({ directory });
  try {
    const { connection } = database;
    const validation = await predictionsOf(connection, files.validation);
    const holdout = await predictionsOf(connection, files.holdout);
    const threshold = chooseThreshold(validation.probabilities, validation.labels);
    const metrics = scorePredictions(holdout, threshold);
    const positives = holdout.labels.reduce((sum, label) => sum + label, 0);
    const baseline: DriftBaseline = {
      kind: 'drift-baseline',
      model: run.model,
      runId: run.runId,
      createdAt: new Date().toISOString(),
      inputs: await profileTable(
        connection,
        `read_parquet(${quoteLiteral(files.train)})`,
        featureSchema(definition),
      ),
      predictions: await profileTable(
        connection,
        `read_json(${quoteLiteral(files.holdout.answers)}, format = 'newline_delimited', columns = {${probabilityFeature}: 'DOUBLE'})`,
        [{ name: probabilityFeature, type: 'number' }],
        probabilityBins,
      ),
      auc: metrics.auc,
      positives,
      negatives: holdout.labels.length - positives,
      threshold,
    };
    const baselineKey = runPlaces(run).baseline;
    await putText(MODEL_BUCKET, baselineKey, JSON.stringify(baseline));
    const evaluation: Evaluation = {
      metrics,
      threshold,
      ...applyGates(definition.gates, metrics),
      baselineKey,
    };
    if (run.reproduces === undefined) return { evaluation, comparison: null };
    if (run.artifact === undefined) {
      throw new Error(`Cannot compare reproduction '${run.runId}': it has recorded no artifact`);
    }
    const comparison = await compareReproduction(
      run,
      run.reproduces.version,
      { artifact: run.artifact, evaluation },
      { table: REGISTRY_TABLE, bucket: MODEL_BUCKET, directory, connection },
    );
    return { evaluation, comparison };
  } finally {
    database.close();
  }
}

interface ScoredSplit {
  readonly truth: string;
  readonly answers: string;
}

async function download(
  run: RunRecord,
  bucket: string,
  directory: string,
): Promise<{
  readonly train: string;
  readonly validation: ScoredSplit;
  readonly holdout: ScoredSplit;
}> {
  const { prefix } = trainingSetOf(run);
  const fetched = async (key: string, name: string): Promise<string> => {
    const file = join(directory, name);
    await getObjectToFile({ bucket, key, file });
    return file;
  };
  const truth = (split: 'train' | 'validation' | 'holdout') =>
    fetched(`${prefix}${trainingSetFiles.truth(split)}`, `${split}.parquet`);
  const answers = (split: 'validation' | 'holdout') =>
    fetched(`${runPlaces(run).evaluation}${trainingSetFiles.answers(split)}`, `${split}.jsonl`);
  const split = async (name: 'validation' | 'holdout') => ({
    truth: await truth(name),
    answers: await answers(name),
  });
  const [train, validation, holdout] = await Promise.all([
    truth('train'),
    split('validation'),
    split('holdout'),
  ]);
  return { train, validation, holdout };
}

async function predictionsOf(
  connection: DuckDBConnection,
  { truth, answers }: ScoredSplit,
): Promise<Predictions> {
  const labels = await readLabels(connection, truth, trainingSetFiles.labelColumn);
  const text = await readFile(answers, 'utf8');
  return {
    labels,
    probabilities: parsePredictions(text, labels.length, answers.split('/').at(-1) ?? answers),
  };
}
