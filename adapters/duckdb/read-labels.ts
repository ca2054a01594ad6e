import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';

/**
 * The labels of a Parquet file, in the order of its rows.
 * @param column holds 0 or 1
 * @throws Error naming the first row that holds neither
 */
export async function readLabels(
  connection: DuckDBConnection,
  file: string,
  column: string,
): Promise<Uint8Array> {
  const reader = await connection.runAndReadAll(
    `SELECT CAST(${quoteIdentifier(column)} AS DOUBLE) AS label
     FROM read_parquet(${quoteLiteral(file)}, file_row_number = true) ORDER BY file_row_number`,
  );
  const [values] = reader.getColumnsJS() as [(number | null)[] | undefined];
  return Uint8Array.from(values ?? [], (value, row) => {
    if (value !== 0 && value !== 1) {
      throw new Error(`Cannot read the label of row ${row + 1} in ${file}: ${value}, expected 0 or 1`);
    }
    return value;
  });
}
