import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';
import type { RowDifference } from '../../core/training/compare-training-set.ts';
import { queryRows } from './query-rows.ts';

/** What a row is known by; all others are values. */
const known = ['id', 'event_time'];

/**
 * How the rows of two Parquet files differ: as multisets, and, for rows that both have by id and event time, by column.
 * @param split the files' part of the training set, for the answer
 */
export async function compareRows(
  connection: DuckDBConnection,
  split: string,
  files: { readonly recorded: string; readonly made: string },
): Promise<RowDifference> {
  const recorded = `read_parquet(${quoteLiteral(files.recorded)})`;
  const made = `read_parquet(${quoteLiteral(files.made)})`;
  const columnsOf = async (relation: string): Promise<string[]> =>
    (await queryRows<{ column_name: string }>(connection, `DESCRIBE FROM ${relation}`)).map(
      ({ column_name }) => column_name,
    );
  const [before, after] = [await columnsOf(recorded), await columnsOf(made)];
  const both = before.filter((column) => after.includes(column));
  const list = both.map(quoteIdentifier).join(', ');
  const onlyIn = async (one: string, other: string): Promise<number> => {
    const [row] = await queryRows<{ rows: bigint }>(
      connection,
      `SELECT count(*) AS rows FROM (SELECT ${list} FROM ${one} EXCEPT ALL SELECT ${list} FROM ${other})`,
    );
    return Number(row!.rows);
  };
  const onlyRecorded = await onlyIn(recorded, made);
  const onlyMade = await onlyIn(made, recorded);
  const columns: Record<string, number> = {};

  const values = both.filter((column) => !known.includes(column));
  if (onlyRecorded + onlyMade > 0 && values.length > 0 && known.every((column) => both.includes(column))) {
    const counts = values.map(
      (column, index) =>
        `count(*) FILTER (WHERE a.${quoteIdentifier(column)} IS DISTINCT FROM b.${quoteIdentifier(column)}) AS c${index}`,
    );
    const [row] = await queryRows<Record<string, bigint>>(
      connection,
      `SELECT ${counts.join(', ')} FROM ${recorded} a JOIN ${made} b USING (${known.join(', ')})`,
    );
    values.forEach((column, index) => {
      const differing = Number(row![`c${index}`]);
      if (differing > 0) columns[column] = differing;
    });
  }
  return { split, onlyRecorded, onlyMade, columns };
}
