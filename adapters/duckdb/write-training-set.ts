import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { trainingSetProblem } from '../../core/features/check-training-set.ts';
import { featureSchema } from '../../core/features/feature-schema.ts';
import { timestampSql } from '../../core/features/hour-sql.ts';
import { splitByTime } from '../../core/features/split-by-time.ts';
import { trainingRowsSql } from '../../core/features/training-rows-sql.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import type { TrainingSet } from '../../core/registry/records.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';
import { trainingSetFiles } from '../../core/training/training-set-files.ts';
import { queryRows } from './query-rows.ts';

/** What was written, and the files' paths below the directory. */
export interface WrittenTrainingSet extends Pick<TrainingSet, 'rows' | 'positives' | 'ranges'> {
  readonly files: readonly string[];
}

const splits = ['train', 'validation', 'holdout'] as const;
type Split = (typeof splits)[number];

/**
 * Builds a model's training set from the Parquet files of its datasets: point-in-time features, labels, and a
 * split by time. Rows are in order of event time and id, the same in every file of a split.
 * @param directory where the files are written, within what the database may touch
 * @throws Error when a part has no rows or one class alone
 */
export async function writeTrainingSet(
  connection: DuckDBConnection,
  definition: ModelDefinition,
  datasets: ReadonlyMap<string, readonly string[]>,
  directory: string,
): Promise<WrittenTrainingSet> {
  const relation = (dataset: string): string => quoteIdentifier(`ballast_dataset_${dataset}`);
  // Views, not tables: the join reads a few columns at a time.
  for (const [dataset, files] of datasets) {
    const list = files.map(quoteLiteral).join(', ');
    await connection.run(
      `CREATE TEMP VIEW ${relation(dataset)} AS FROM read_parquet([${list}], union_by_name = true)`,
    );
  }
  await connection.run(`CREATE TEMP TABLE ballast_training AS ${trainingRowsSql(definition, relation)}`);
  const [extent] = await queryRows<{ oldest: number | null; newest: number | null; bad: bigint }>(
    connection,
    `SELECT epoch_us(min(event_time)) / 1000.0 AS oldest, epoch_us(max(event_time)) / 1000.0 AS newest,
       count(*) FILTER (WHERE label IS NULL OR label NOT IN (0, 1)) AS bad FROM ballast_training`,
  );
  if (extent === undefined || extent.oldest === null || extent.newest === null) {
    throw new Error(
      `Cannot build a training set of '${definition.name}': no row of '${definition.request.dataset}' has a label; see training.labelled`,
    );
  }
  if (extent.bad > 0n) {
    throw new Error(
      `Cannot build a training set of '${definition.name}': ${extent.bad} labels are neither 0 nor 1; see training.label`,
    );
  }
  const ranges = splitByTime(definition.training, extent.oldest, extent.newest);
  const within = (split: Split): string =>
    `event_time >= ${timestampSql(Date.parse(ranges[split].from))} AND event_time < ${timestampSql(Date.parse(ranges[split].to))}`;
  const [counted] = await queryRows<Record<string, bigint>>(
    connection,
    `SELECT ${splits
      .map(
        (split) =>
          `count(*) FILTER (WHERE ${within(split)}) AS rows_${split}, count(*) FILTER (WHERE label = 1 AND ${within(split)}) AS positives_${split}`,
      )
      .join(', ')} FROM ballast_training`,
  );
  const counts = (what: 'rows' | 'positives'): Record<Split, number> => ({
    train: Number(counted![`${what}_train`]),
    validation: Number(counted![`${what}_validation`]),
    holdout: Number(counted![`${what}_holdout`]),
  });
  const set = { rows: counts('rows'), positives: counts('positives'), ranges };
  const problem = trainingSetProblem(set);
  if (problem !== null) throw new Error(`Cannot build a training set of '${definition.name}': ${problem}`);

  const schema = featureSchema(definition);
  const features = schema.map(({ name }) => quoteIdentifier(name)).join(', ');
  const parquet = 'FORMAT parquet, COMPRESSION zstd';
  const outputs: readonly (readonly [file: string, columns: string, split: Split, format: string])[] = [
    [trainingSetFiles.learn('train'), `${features}, label`, 'train', parquet],
    [trainingSetFiles.learn('validation'), `${features}, label`, 'validation', parquet],
    [trainingSetFiles.evaluate('validation'), features, 'validation', 'FORMAT json'],
    [trainingSetFiles.evaluate('holdout'), features, 'holdout', 'FORMAT json'],
    ...splits.map((split) => [trainingSetFiles.truth(split), '*', split, parquet] as const),
  ];
  for (const folder of ['train', 'validation', 'schema', 'evaluate', 'truth']) {
    await mkdir(join(directory, folder), { recursive: true });
  }
  for (const [file, columns, split, format] of outputs) {
    await connection.run(
      `COPY (SELECT ${columns} FROM ballast_training WHERE ${within(split)} ORDER BY event_time, id)
       TO ${quoteLiteral(join(directory, file))} (${format})`,
    );
  }
  await writeFile(
    join(directory, trainingSetFiles.schema),
    `${JSON.stringify({ features: schema, label: trainingSetFiles.labelColumn }, null, 1)}\n`,
  );
  return { ...set, files: [...outputs.map(([file]) => file), trainingSetFiles.schema] };
}
