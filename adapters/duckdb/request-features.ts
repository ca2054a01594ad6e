import type { DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Column } from '../../core/contracts/contract.ts';
import type { RequestValue } from '../../core/features/check-request.ts';
import type { FeatureValue } from '../../core/features/feature-vector.ts';
import { requestSql } from '../../core/features/request-sql.ts';
import { requestFeatures } from '../../core/features/views-of.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import { quoteIdentifier } from '../../core/sql.ts';
import { openDatabase } from './open-database.ts';

/** What a request says by itself. */
export interface RequestRow {
  readonly id: string | null;
  /** Hour as of which features are looked up, milliseconds since 1970 in UTC; null where the request names no time. */
  readonly hour: number | null;
  readonly features: Readonly<Record<string, FeatureValue>>;
}

/**
 * Prepares a model's request features: the returned function computes those of one request, its values bound and
 * in the order of `columns`. The database has no table and can reach no file: it only evaluates expressions.
 */
export async function prepareRequestFeatures(
  definition: Pick<ModelDefinition, 'request' | 'features'>,
  columns: readonly Pick<Column, 'name' | 'type'>[],
): Promise<(values: readonly RequestValue[]) => Promise<RequestRow>> {
  const names = requestFeatures(definition).map(({ name }) => name);
  // A directory that does not exist: nothing is read, nothing spilled.
  const { connection } = await openDatabase({ directory: '/nonexistent', memoryLimitInMiB: 128, threads: 1 });
  const statement = await connection.prepare(
    `SELECT ballast_id, epoch_ms(ballast_hour)::DOUBLE${names.map((name) => `, ${quoteIdentifier(name)}`).join('')}
     FROM (${requestSql(definition, columns)})`,
  );
  return async (values) => {
    bind(statement, columns, values);
    const reader = await statement.runAndReadAll();
    const [row] = reader.getRows();
    if (row === undefined) throw new Error('Cannot compute request features: the engine gave no row');
    const [id, hour, ...features] = row as [string | null, number | null, ...FeatureValue[]];
    return { id, hour, features: Object.fromEntries(names.map((name, index) => [name, features[index]!])) };
  };
}

function bind(
  statement: DuckDBPreparedStatement,
  columns: readonly Pick<Column, 'type'>[],
  values: readonly RequestValue[],
): void {
  values.forEach((value, index) => {
    const parameter = index + 1;
    if (value === null) statement.bindNull(parameter);
    else if (typeof value === 'boolean') statement.bindBoolean(parameter, value);
    else if (typeof value === 'string') statement.bindVarchar(parameter, value);
    else if (columns[index]!.type === 'integer') statement.bindBigInt(parameter, BigInt(value));
    else statement.bindDouble(parameter, value);
  });
}
