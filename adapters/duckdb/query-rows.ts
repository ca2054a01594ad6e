import type { DuckDBConnection } from '@duckdb/node-api';

/** All rows of a query, as objects by column name; BIGINT comes as `bigint`. */
export async function queryRows<Row>(connection: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJS() as Row[];
}
