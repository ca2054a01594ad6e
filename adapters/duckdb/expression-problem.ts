import { type DuckDBConnection, DuckDBTypeId } from '@duckdb/node-api';
import { engineType } from '../../core/contracts/cast-sql.ts';
import type { WrittenExpression } from '../../core/contracts/written-expression.ts';
import { quoteIdentifier } from '../../core/sql.ts';

const times = new Set([
  DuckDBTypeId.DATE,
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
  DuckDBTypeId.TIMESTAMP_TZ,
]);

/**
 * Why the engine cannot compute an expression of columns of such names and types, or null. It is prepared, as it will
 * be, and not run: what only some value breaks is not found.
 */
export async function expressionProblem(
  connection: DuckDBConnection,
  { columns, sql, gives }: WrittenExpression,
): Promise<string | null> {
  const unknown = columns.map(
    ({ name, type }) => `CAST(NULL AS ${engineType[type]}) AS ${quoteIdentifier(name)}`,
  );
  try {
    const statement = await connection.prepare(`SELECT ${sql} FROM (SELECT ${unknown.join(', ')})`);
    const type = statement.columnType(0);
    statement.destroySync();
    if (gives === 'condition' && type.typeId !== DuckDBTypeId.BOOLEAN) {
      return `is a ${type}, which is neither true nor false`;
    }
    return gives === 'time' && !times.has(type.typeId) ? `is a ${type}, which is no time` : null;
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    return `cannot be computed of these columns: ${reason}`;
  }
}
