import type { DuckDBConnection } from '@duckdb/node-api';
import type { Outcomes } from '../../core/drift/roc-auc.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import { quoteLiteral } from '../../core/sql.ts';

/** Columns of a table of predictions. */
export const predictionColumns = 'id VARCHAR, version INTEGER, predicted_at TIMESTAMP, probability DOUBLE';

/**
 * Splits the table `predictions` into `scored` (with `positive`) and `unscored`, by the outcomes in the label
 * dataset's files. A request that one version answered several times counts once, with its last answer.
 * @param forgetBefore predictions from before this time are dropped: their outcome will not come any more
 */
export async function joinOutcomes(
  connection: DuckDBConnection,
  definition: Pick<ModelDefinition, 'request' | 'training'>,
  files: readonly string[],
  forgetBefore: Date,
): Promise<void> {
  const { request, training } = definition;
  const outcomes =
    files.length > 0
      ? `SELECT CAST(${request.id} AS VARCHAR) AS id, bool_or(CAST((${training.label}) AS INTEGER) = 1) AS positive
          FROM read_parquet([${files.map(quoteLiteral).join(', ')}], union_by_name = true)
          WHERE (${training.labelled}) AND CAST(${request.id} AS VARCHAR) IN (SELECT id FROM predictions) GROUP BY 1`
      : 'SELECT NULL::VARCHAR AS id, NULL::BOOLEAN AS positive WHERE false';
  await connection.run(`CREATE TABLE known AS ${outcomes}`);
  await connection.run(`CREATE TABLE latest AS SELECT id, version, max(predicted_at) AS predicted_at,
      arg_max(probability, coalesce(predicted_at, '-infinity')) AS probability
    FROM predictions WHERE id IS NOT NULL AND probability IS NOT NULL GROUP BY id, version`);
  await connection.run(
    `CREATE TABLE scored AS SELECT latest.*, positive FROM latest JOIN known USING (id) WHERE positive IS NOT NULL`,
  );
  await connection.run(`CREATE TABLE unscored AS SELECT latest.* FROM latest WHERE id NOT IN (SELECT id FROM scored)
    AND (predicted_at IS NULL OR predicted_at >= ${quoteLiteral(forgetBefore.toISOString())}::TIMESTAMP)`);
}

/** The rows of a relation with `probability` and `positive`, as two lists. */
export async function readOutcomes(connection: DuckDBConnection, relationSql: string): Promise<Outcomes> {
  const reader = await connection.runAndReadAll(
    `SELECT probability, positive FROM ${relationSql} ORDER BY probability, positive`,
  );
  const [probabilities, positive] = reader.getColumns() as [number[] | undefined, boolean[] | undefined];
  return { probabilities: probabilities ?? [], positive: positive ?? [] };
}
