import { quoteIdentifier, quoteLiteral } from '../sql.ts';
import { engineType } from './cast-sql.ts';
import { goodSql, judgedSql, type Screened } from './check-sql.ts';
import type { ReferenceCheck } from './checks/references.ts';
import type { UniqueCheck } from './checks/uniques.ts';
import type { Bound, Slice } from './plan-slices.ts';
import { quarantineColumn } from './quarantine-columns.ts';
import { columnSql } from './screen-sql.ts';

/** Table of hashes that more than one row has. */
export const suspectTable = 'ballast_suspects';
/** Table of rows that break a rule across rows or datasets: `row`, `received`. */
export const foundTable = 'ballast_found';

const listed = (columns: readonly string[]): string => columns.map(quoteIdentifier).join(', ');

const shown = (columns: readonly string[]): string =>
  `concat_ws(', ', ${columns.map((column) => `CAST(${quoteIdentifier(column)} AS VARCHAR)`).join(', ')})`;

/** Creates the empty `suspectTable`. */
export const noSuspectsSql = `CREATE OR REPLACE TABLE ${suspectTable} (h UBIGINT)`;

/**
 * The hashes of a slice's rows, `h`, each with how many rows have it, `rows`: a query in parentheses. Rows with equal values
 * have equal hashes; that rows with equal hashes have equal values, `repeatedSql` has yet to see.
 */
function hashesSql(screened: Screened, unique: UniqueCheck, slice: Slice): string {
  const hash = `hash(${listed(unique.columns)})`;
  const conditions = [unique.takesPart, ...slice.bounds.flatMap((bound) => boundSql(screened, bound))];
  if (slice.parts > 1) conditions.push(`${hash} % ${slice.parts} = ${slice.part}`);
  return `(SELECT ${hash} AS h, count(*) AS rows FROM ${judgedSql(screened)} WHERE ${conditions.join(' AND ')} GROUP BY 1)`;
}

function boundSql({ contract, source, facts }: Screened, { column, from, below }: Bound): string[] {
  const isTime = contract.columns[column]!.type === 'timestamp';
  const { value } = columnSql(contract, source, facts, column);
  const literal = (bound: bigint): string => (isTime ? `make_timestamp(${bound})` : `${bound}`);
  return [
    ...(from === null ? [] : [`${value} >= ${literal(from)}`]),
    ...(below === null ? [] : [`${value} < ${literal(below)}`]),
  ];
}

/** How many rows of a slice take part, and how many hashes more than one of them has: `rows`, `suspects`. */
export const countSuspectsSql = (...slice: Parameters<typeof hashesSql>): string =>
  `SELECT coalesce(sum(rows), 0)::BIGINT AS rows, count(*) FILTER (rows > 1) AS suspects FROM ${hashesSql(...slice)}`;

/** Adds those hashes to `suspectTable`. */
export const addSuspectsSql = (...slice: Parameters<typeof hashesSql>): string =>
  `INSERT INTO ${suspectTable} SELECT h FROM ${hashesSql(...slice)} WHERE rows > 1`;

/** How many rows take part at all: `rows`. */
export const partakersSql = (screened: Screened, unique: UniqueCheck): string =>
  `SELECT count_if(${unique.takesPart}) AS rows FROM ${judgedSql(screened)}`;

/** Creates `foundTable` with the later ones of good rows whose values are equal. */
export function repeatedSql(screened: Screened, unique: UniqueCheck): string {
  const columns = listed(unique.columns);
  return `CREATE OR REPLACE TABLE ${foundTable} AS
    SELECT ${quarantineColumn.row} AS row, ${shown(unique.columns)} AS received
    FROM (SELECT * FROM ${goodSql(screened, true)} WHERE ${unique.takesPart}
      AND hash(${columns}) IN (SELECT h FROM ${suspectTable}))
    QUALIFY row_number() OVER (PARTITION BY ${columns} ORDER BY ${quarantineColumn.row}) > 1`;
}

/** Creates `foundTable` with the good rows whose values are not among those of the referenced dataset's files. */
export function missingSql(screened: Screened, reference: ReferenceCheck, files: readonly string[]): string {
  const present =
    files.length === 0
      ? ''
      : ` AND NOT EXISTS (FROM (SELECT DISTINCT ${reference.referenced
          .map((name, index) => `${quoteIdentifier(name)} AS r${index}`)
          .join(', ')} FROM ${referencedSql(screened, reference, files)}) AS referenced
          WHERE ${reference.columns.map((name, index) => `r${index} = good.${quoteIdentifier(name)}`).join(' AND ')})`;
  return `CREATE OR REPLACE TABLE ${foundTable} AS
    SELECT ${quarantineColumn.row} AS row, ${shown(reference.columns)} AS received
    FROM (SELECT * FROM ${goodSql(screened, true)}) AS good WHERE ${reference.takesPart}${present}`;
}

/** The referenced dataset's rows, a query in parentheses. Files that are older than a column have null in it, be it all of them. */
function referencedSql({ contract }: Screened, reference: ReferenceCheck, files: readonly string[]): string {
  const columns = reference.referenced.map((name, index) => {
    const own = contract.columns.find((column) => column.name === reference.columns[index])!;
    return `CAST(NULL AS ${engineType[own.type]}) AS ${quoteIdentifier(name)}`;
  });
  return `(SELECT ${columns.join(', ')} WHERE false UNION ALL BY NAME
      SELECT * FROM read_parquet([${files.map(quoteLiteral).join(', ')}], union_by_name = true))`;
}
