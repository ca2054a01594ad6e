import { columnsOf, type SchemaChange, schemaChanges } from '../../core/datasets/schema-changes.ts';
import { compareBins } from '../../core/drift/compare-bins.ts';
import { jensenShannonDistance } from '../../core/drift/jensen-shannon-distance.ts';
import { populationStabilityIndex } from '../../core/drift/population-stability-index.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';
import { openDatabase } from './open-database.ts';
import { profileTable } from './profile-table.ts';
import { queryRows } from './query-rows.ts';

/** One side: a version's schema and its Parquet files. */
export interface DiffSide {
  readonly schema: string;
  readonly files: readonly string[];
}

export interface TableDiff {
  readonly columns: readonly SchemaChange[];
  /** As multisets over the columns of both: rows that only one side has, each as often as it has it more often. */
  readonly rows: {
    readonly before: number;
    readonly after: number;
    readonly added: number;
    readonly removed: number;
    /** Of these, keys that both have: the row was changed. */
    readonly changedKeys: number;
  };
  readonly shifts: readonly ColumnShift[];
}

/** How a column's values moved. */
export interface ColumnShift {
  readonly column: string;
  /** In [0, 1]. */
  readonly nullShareBefore: number;
  readonly nullShareAfter: number;
  /** Null where one side has no row. */
  readonly psi: number | null;
  readonly distance: number | null;
}

const numeric = new Set(['long', 'double']);

/**
 * Compares two versions: columns, rows, null shares and distributions. Files that both have cancel out and are not
 * compared row by row. Times are compared as categories of their month.
 * @param directory holds both sides' files, and what the engine spills
 */
export async function diffTables(request: {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly key: readonly string[];
  readonly directory: string;
}): Promise<TableDiff> {
  const { before, after, key, directory } = request;
  const [old, present] = [columnsOf(before.schema), columnsOf(after.schema)];
  const common = [...old].filter(([name, type]) => present.get(name) === type).map(([name]) => name);
  const names = common.map(quoteIdentifier).join(', ');
  const shared = new Set(before.files.filter((file) => after.files.includes(file)));
  const { connection, close } = await openDatabase({ directory, memoryLimitInMiB: 2_048 });
  try {
    const only = ({ schema, files }: DiffSide): string =>
      from({ schema, files: files.filter((file) => !shared.has(file)) }, names);
    const difference = (a: DiffSide, b: DiffSide): string => `(FROM ${only(a)} EXCEPT ALL FROM ${only(b)})`;
    const keys = key.filter((name) => common.includes(name)).map(quoteIdentifier);
    const changed =
      keys.length === 0 || keys.length < key.length
        ? '0'
        : `(SELECT count(*) FROM (SELECT DISTINCT ${keys.join(', ')} FROM added INTERSECT SELECT DISTINCT ${keys.join(', ')} FROM removed))`;
    const [rows] = await queryRows<Record<keyof TableDiff['rows'], bigint>>(
      connection,
      `WITH added AS MATERIALIZED ${difference(after, before)}, removed AS MATERIALIZED ${difference(before, after)}
       SELECT (SELECT count(*) FROM ${from(before, '1')}) AS before, (SELECT count(*) FROM ${from(after, '1')}) AS after,
         (SELECT count(*) FROM added) AS added, (SELECT count(*) FROM removed) AS removed, CAST(${changed} AS BIGINT) AS "changedKeys"`,
    );
    const features = common.map((name) => ({
      name,
      type: numeric.has(old.get(name)!) ? ('number' as const) : ('category' as const),
    }));
    const profiled = (side: DiffSide): string =>
      from(
        side,
        common
          .map((name) =>
            old.get(name) === 'timestamp'
              ? `strftime(${quoteIdentifier(name)}, '%Y-%m') AS ${quoteIdentifier(name)}`
              : quoteIdentifier(name),
          )
          .join(', '),
      );
    const baseline = await profileTable(connection, profiled(before), features);
    const current = await profileTable(connection, profiled(after), features, baseline);
    const isEmpty = baseline.rows === 0 || current.rows === 0;
    const shifts = common.map((column): ColumnShift => {
      const [p, q] = [baseline.features[column]!, current.features[column]!];
      const bins = compareBins(column, p, q);
      return {
        column,
        nullShareBefore: baseline.rows === 0 ? 0 : p.nulls / baseline.rows,
        nullShareAfter: current.rows === 0 ? 0 : q.nulls / current.rows,
        psi: isEmpty ? null : populationStabilityIndex(bins.baseline, bins.current),
        distance: isEmpty ? null : jensenShannonDistance(bins.baseline, bins.current),
      };
    });
    const numbers = Object.fromEntries(Object.entries(rows!).map(([name, value]) => [name, Number(value)]));
    return {
      columns: schemaChanges(before.schema, after.schema),
      rows: numbers as unknown as TableDiff['rows'],
      shifts,
    };
  } finally {
    close();
  }
}

/** The engine's type for a column of a Delta schema. */
const engineTypes: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  long: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
};

/** Columns of a side's rows. A file that is older than a column lacks it, and all of them may: its rows have nothing there. */
function from({ schema, files }: DiffSide, columns: string): string {
  const typed = [...columnsOf(schema)].map(
    ([name, type]) => `NULL::${engineTypes[type]} AS ${quoteIdentifier(name)}`,
  );
  const rows =
    files.length === 0
      ? ''
      : ` UNION ALL BY NAME FROM read_parquet([${files.map(quoteLiteral).join(', ')}], union_by_name = true)`;
  return `(SELECT ${columns} FROM (SELECT ${typed.join(', ')} WHERE false${rows}))`;
}
