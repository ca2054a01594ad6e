import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';
import { featureTolerance, type RowComparison } from '../../core/training/compare-training-set.ts';
import { queryRows } from './query-rows.ts';

/** What a row is known by; all others are values. */
const known = ['id', 'event_time'];
/** Types of which nearly the same is the same; a whole number is what it is. */
const floating = new Set(['DOUBLE', 'FLOAT']);
const tables = { recorded: 'ballast_only_recorded', made: 'ballast_only_made' } as const;

interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * How the rows of two Parquet or JSON lines files differ: columns first, then rows as multisets; and what is left is
 * paired, by id and event time where the rows have them, else by position, and compared within `featureTolerance`.
 * @param file the files' path below the training set's prefix, for the answer
 */
export async function compareRows(
  connection: DuckDBConnection,
  file: string,
  files: { readonly recorded: string; readonly made: string },
): Promise<RowComparison> {
  const [recorded, made] = [relation(files.recorded), relation(files.made)];
  const [before, after] = [await columnsOf(connection, recorded), await columnsOf(connection, made)];
  const same = { file, columns: [], onlyRecorded: 0, onlyMade: 0, values: {}, largest: 0 };
  const columns = columnDifferences(before, after);
  if (columns.length > 0) return { ...same, columns };

  const count = async (from: string): Promise<number> =>
    Number((await queryRows<{ rows: bigint }>(connection, `SELECT count(*) AS rows FROM ${from}`))[0]!.rows);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${tables.recorded} AS FROM ${recorded} EXCEPT ALL FROM ${made}`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${tables.made} AS FROM ${made} EXCEPT ALL FROM ${recorded}`,
  );
  const only = { onlyRecorded: await count(tables.recorded), onlyMade: await count(tables.made) };
  if (only.onlyRecorded + only.onlyMade === 0) return same;

  const keyed = known.every((name) => before.some((column) => column.name === name));
  const values = before.filter(({ name }) => !known.includes(name));
  if (keyed) {
    const { rows, unlike, recordedAlone, madeAlone, largest } = await comparePairs(
      connection,
      values,
      `${numbered(tables.recorded, values)} a FULL JOIN ${numbered(tables.made, values)} b
       ON ${[...known, 'ballast_nth'].map((name) => `a.${name} = b.${name}`).join(' AND ')}`,
    );
    return {
      ...same,
      onlyRecorded: recordedAlone + rows,
      onlyMade: madeAlone + rows,
      values: unlike,
      largest,
    };
  }
  // Rows of unequal number have moved: no row is at the place of its like.
  if ((await count(recorded)) !== (await count(made))) return { ...same, ...only };
  const { rows, largest } = await comparePairs(
    connection,
    values,
    `(SELECT *, 1 AS ballast_nth FROM ${recorded}) a POSITIONAL JOIN (SELECT *, 1 AS ballast_nth FROM ${made}) b`,
  );
  return {
    ...same,
    onlyRecorded: Math.min(rows, only.onlyRecorded),
    onlyMade: Math.min(rows, only.onlyMade),
    largest,
  };
}

const relation = (file: string): string =>
  file.endsWith('.parquet')
    ? `read_parquet(${quoteLiteral(file)})`
    : `read_json(${quoteLiteral(file)}, format = 'newline_delimited', sample_size = -1)`;

async function columnsOf(connection: DuckDBConnection, from: string): Promise<Column[]> {
  const rows = await queryRows<{ column_name: string; column_type: string }>(
    connection,
    `DESCRIBE FROM ${from}`,
  );
  return rows.map(({ column_name, column_type }) => ({ name: column_name, type: column_type }));
}

/** In words, such as `temp is missing` or `temp DOUBLE → FLOAT`. */
function columnDifferences(before: readonly Column[], after: readonly Column[]): string[] {
  const typeIn = (columns: readonly Column[], name: string) =>
    columns.find((column) => column.name === name)?.type;
  const differences = [
    ...before.flatMap(({ name, type }) => {
      const now = typeIn(after, name);
      if (now === undefined) return [`column ${name} is missing`];
      return now === type ? [] : [`column ${name} ${type} → ${now}`];
    }),
    ...after.flatMap(({ name }) => (typeIn(before, name) === undefined ? [`column ${name} is new`] : [])),
  ];
  if (differences.length > 0 || before.every(({ name }, index) => name === after[index]?.name)) {
    return differences;
  }
  return ['columns in another order'];
}

/** Rows of the same key, numbered in the order of their values, so that each has one partner. */
const numbered = (table: string, values: readonly Column[]): string =>
  `(SELECT *, row_number() OVER (PARTITION BY ${known.join(', ')}${
    values.length === 0 ? '' : ` ORDER BY ${values.map(({ name }) => quoteIdentifier(name)).join(', ')}`
  }) AS ballast_nth FROM ${table})`;

/**
 * Compares rows that are paired already, value by value.
 * @param pairs a join of `a`, the recorded, and `b`; `ballast_nth` is null in the one that is missing
 */
async function comparePairs(
  connection: DuckDBConnection,
  values: readonly Column[],
  pairs: string,
): Promise<{
  /** Pairs of which a value differs by more than the tolerance, and in which columns. */
  readonly rows: number;
  readonly unlike: Readonly<Record<string, number>>;
  readonly recordedAlone: number;
  readonly madeAlone: number;
  readonly largest: number;
}> {
  const compared = values.map(({ name, type }, index) => {
    const [a, b] = [`a.${quoteIdentifier(name)}`, `b.${quoteIdentifier(name)}`];
    const distance = floating.has(type)
      ? `abs(${a} - ${b})::DOUBLE / greatest(1, abs(${a}), abs(${b}))`
      : 'NULL::DOUBLE';
    return `CASE WHEN ${a} IS NOT DISTINCT FROM ${b} THEN 0 ELSE coalesce(${distance}, 'infinity') END AS d${index}`;
  });
  const unlike = (index: number): string => `d${index} > ${featureTolerance}`;
  const any = values.length === 0 ? 'false' : values.map((_, index) => unlike(index)).join(' OR ');
  const [row] = await queryRows<Record<string, bigint | number | null>>(
    connection,
    `SELECT
       count(*) FILTER (WHERE nth_b IS NULL) AS recorded_alone,
       count(*) FILTER (WHERE nth_a IS NULL) AS made_alone,
       count(*) FILTER (WHERE paired AND (${any})) AS "rows"
       ${values.map((_, index) => `, count(*) FILTER (WHERE paired AND ${unlike(index)}) AS c${index}, max(d${index}) FILTER (WHERE paired AND NOT ${unlike(index)}) AS m${index}`).join('')}
     FROM (
       SELECT a.ballast_nth AS nth_a, b.ballast_nth AS nth_b, nth_a IS NOT NULL AND nth_b IS NOT NULL AS paired
         ${compared.map((column) => `, ${column}`).join('')}
       FROM ${pairs}
     )`,
  );
  const number = (name: string): number => Number(row![name] ?? 0);
  return {
    rows: number('rows'),
    unlike: Object.fromEntries(
      values.flatMap(({ name }, index) => (number(`c${index}`) > 0 ? [[name, number(`c${index}`)]] : [])),
    ),
    recordedAlone: number('recorded_alone'),
    madeAlone: number('made_alone'),
    largest: Math.max(0, ...values.map((_, index) => number(`m${index}`))),
  };
}
