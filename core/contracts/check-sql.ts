import { quoteIdentifier, quoteLiteral } from '../sql.ts';
import { actionOf, isRepair } from './action-of.ts';
import { engineType, isJsonText, keptSql, receivedSql } from './cast-sql.ts';
import { columnChecks } from './checks/index.ts';
import { rowRules } from './checks/row-rules.ts';
import type { Contract, InvalidAction } from './contract.ts';
import { type FileSource, rawColumn } from './file-source.ts';
import { namedColumns } from './named-columns.ts';
import { parquetOptions } from './parquet-options.ts';
import { quarantineColumn } from './quarantine-columns.ts';
import { repairSql } from './repair-sql.ts';
import { type ColumnFacts, columnSql } from './screen-sql.ts';

/** A rule that a row can break by itself, ready to be asked of each row of `judged`. */
export interface RowCheckSql {
  readonly rule: string;
  readonly action: InvalidAction;
  /** True for a row that breaks it; never null. */
  readonly broken: string;
  /** What an issue shows. */
  readonly received: string;
}

/** A file with what its screen has said. */
export interface Screened {
  readonly contract: Contract;
  readonly source: FileSource;
  readonly facts: readonly ColumnFacts[];
}

/** Table of the bad rows: their numbers and their issues. What else they hold waits in files, out of memory. */
export const badTable = 'ballast_bad';

const castColumn = (index: number): string => `ballast_cast_${index}`;

/** The rules that a row breaks by itself and that some row may break; the others cost nothing. */
export function rowChecks({ contract, source, facts }: Screened): RowCheckSql[] {
  const received = contract.columns.map((_, index) =>
    receivedSql(rawColumn(index), source.columns[index]!.type),
  );
  const ofColumns = contract.columns.flatMap((column, index) =>
    columnChecks.flatMap((check): RowCheckSql[] => {
      if (!check.applies(column) || !facts[index]!.mayBreak.has(check.name)) return [];
      const sql = { received: received[index]!, value: castColumn(index) };
      return [
        {
          rule: `column:${column.name}:${check.name}`,
          action: actionOf(column, check.name),
          broken: `coalesce((${check.broken(column, sql)}), false)`,
          received: received[index]!,
        },
      ];
    }),
  );
  const names = contract.columns.map(({ name }) => name);
  const ofRows = rowRules(contract).map(({ rule, action, sql, broken }): RowCheckSql => {
    const shown = namedColumns(sql, names).map(
      (name) => `${quoteLiteral(`${name} `)} || coalesce(${received[names.indexOf(name)]}, 'nothing')`,
    );
    const values = `concat_ws(', ', ${shown.join(', ') || "''"})`;
    return { rule, action, broken: `(${broken})`, received: values };
  });
  return [...ofColumns, ...ofRows];
}

/** Whether breaking the rule makes a row bad. */
export const isRefusing = (action: InvalidAction): boolean =>
  action === 'reject-file' || action === 'quarantine-row';

/** The file's rows, a query in parentheses: row number, values as they arrived, and typed and repaired under the contract's names. */
export function judgedSql({ contract, source, facts }: Screened): string {
  const casts = contract.columns.map(
    (_, index) => `${columnSql(contract, source, facts, index).value} AS ${castColumn(index)}`,
  );
  const repaired = contract.columns.map((column, index) => {
    const received = receivedSql(rawColumn(index), source.columns[index]!.type);
    const repairs = columnChecks.some(
      ({ name }) => facts[index]!.mayBreak.has(name) && isRepair(actionOf(column, name)),
    );
    const repair = repairs ? repairSql(column, { received, value: castColumn(index) }) : null;
    return `${repair ?? castColumn(index)} AS ${quoteIdentifier(column.name)}`;
  });
  return `(SELECT *, ${repaired.join(', ')} FROM (SELECT *, ${casts.join(', ')} FROM ${source.relation}))`;
}

/** The good rows: `judgedSql` without those of `badTable`. */
export const goodSql = (screened: Screened, hasBad: boolean): string =>
  hasBad
    ? `(SELECT judged.* FROM ${judgedSql(screened)} AS judged ANTI JOIN ${badTable} USING (${quarantineColumn.row}))`
    : judgedSql(screened);

/** Creates the empty `badTable`. */
export const noBadSql = `CREATE TABLE ${badTable} (${quarantineColumn.row} BIGINT, issues STRUCT(rule USMALLINT, received VARCHAR)[])`;

/**
 * Writes the rows that break a refusing rule by themselves, in the order of the file, for `addBadSql` and `badRowsSql`: their
 * numbers, their issues and, where `keepsValues`, their values as they arrived. `rule` is the rule's place in `checks`.
 */
export function writeBadSql(
  screened: Screened,
  checks: readonly RowCheckSql[],
  keepsValues: boolean,
  file: string,
): string {
  const refusing = checks.flatMap((check, rule) => (isRefusing(check.action) ? [{ ...check, rule }] : []));
  const issues = refusing.map(
    ({ rule, broken, received }) =>
      `CASE WHEN ${broken} THEN {'rule': ${rule}::USMALLINT, 'received': coalesce(left(${received}, 200), 'nothing')} END`,
  );
  const listed =
    issues.length === 0 ? noIssues : `list_filter([${issues.join(', ')}], lambda issue: issue IS NOT NULL)`;
  const where = refusing.map(({ broken }) => broken).join(' OR ') || 'false';
  return partSql(
    `SELECT ${[quarantineColumn.row, `${listed} AS issues`, ...arrived(screened, keepsValues)].join(', ')}
      FROM ${judgedSql(screened)} WHERE ${where}`,
    file,
    screened.contract.columns.length,
  );
}

/** Writes the rows of the table `found` (`row`, `received`), as `writeBadSql` does, each with the one issue that made it bad. */
export function writeFoundSql(
  screened: Screened,
  found: string,
  rule: number,
  keepsValues: boolean,
  file: string,
): string {
  return partSql(
    `SELECT ${[
      quarantineColumn.row,
      `[{'rule': ${rule}::USMALLINT, 'received': left(found.received, 200)}] AS issues`,
      ...arrived(screened, keepsValues),
    ].join(
      ', ',
    )} FROM ${screened.source.relation} JOIN ${found} AS found ON found.row = ${quarantineColumn.row}`,
    file,
    screened.contract.columns.length,
  );
}

/** Small row groups: two of them are all that is held of the rows while they are written. */
const partSql = (select: string, file: string, columns: number): string =>
  `COPY (${select}) TO ${quoteLiteral(file)} ${parquetOptions(columns, 'lz4_raw', { rows: 20_480 })}`;

/** Adds the rows that were written to `badTable`. */
export const addBadSql = (file: string): string =>
  `INSERT INTO ${badTable} SELECT ${quarantineColumn.row}, issues FROM read_parquet(${quoteLiteral(file)})`;

const noIssues = 'CAST([] AS STRUCT(rule USMALLINT, received VARCHAR)[])';

/** Whether all values came as JSON, which says of each whether it is text. */
const isJson = ({ columns }: FileSource): boolean => columns.every(({ type }) => type === 'JSON');

function arrived({ contract, source }: Screened, keepsValues: boolean): string[] {
  if (!keepsValues) return [];
  const kept = contract.columns.map(
    (_, index) => `${keptSql(rawColumn(index), source.columns[index]!.type)} AS ${rawColumn(index)}`,
  );
  if (!isJson(source)) return kept;
  // Replayed, a number is no more a text than it was, nor a text a number.
  const notText = contract.columns.map(
    ({ name }, index) => `CASE WHEN NOT ${isJsonText(rawColumn(index))} THEN ${quoteLiteral(name)} END`,
  );
  const names = `list_filter([${notText.join(', ')}], lambda name: name IS NOT NULL)`;
  return [...kept, `${names} AS ${quarantineColumn.notText}`];
}

/** Rows by the rule that they break, `rule`, `count`: a row that breaks two counts twice. */
export const byRuleSql = `SELECT issue.rule AS rule, count(*) AS count
  FROM (SELECT unnest(issues) AS issue FROM ${badTable}) GROUP BY 1 ORDER BY 1`;

/** The first few issues of each rule: `row`, `rule`, `received`. */
export const sampleSql = `SELECT row, issue.rule AS rule, issue.received AS received
  FROM (SELECT ${quarantineColumn.row} AS row, unnest(issues) AS issue FROM ${badTable})
  QUALIFY row_number() OVER (PARTITION BY issue.rule ORDER BY row) <= 3
  ORDER BY row, rule LIMIT 30`;

/** How many good rows break each of these rules, which make no row bad: `n0`, `n1`, … */
export const toleratedSql = (screened: Screened, checks: readonly RowCheckSql[], hasBad: boolean): string =>
  `SELECT ${checks.map(({ broken }, index) => `count_if(${broken}) AS n${index}`).join(', ')}
  FROM ${goodSql(screened, hasBad)}`;

/** Event time, then key: a total order, because a key is there once. Equal rows come in equal order. */
const orderSql = ({ eventTime, key }: Contract): string =>
  [eventTime, ...key].map((column) => `${quoteIdentifier(column)} ASC`).join(', ');

/**
 * Writes the good rows, typed and repaired, as Parquet: in order, or, where they are many, as they came and with the compression
 * that costs least.
 */
export function goodRowsSql(
  screened: Screened,
  options: { readonly hasBad: boolean; readonly isOrdered: boolean; readonly file: string },
): string {
  const { contract } = screened;
  const columns = contract.columns.map(
    ({ name, type }) => `CAST(${quoteIdentifier(name)} AS ${engineType[type]}) AS ${quoteIdentifier(name)}`,
  );
  const order = options.isOrdered ? ` ORDER BY ${orderSql(contract)}` : '';
  return `COPY (SELECT ${columns.join(', ')} FROM ${goodSql(screened, options.hasBad)}${order})
    TO ${quoteLiteral(options.file)}
    ${parquetOptions(columns.length, options.isOrdered ? 'zstd' : 'snappy', { entries: 5_000 })}`;
}

/**
 * Writes the bad rows as they arrived, each with its number and the rules that it breaks, and of JSON with the columns whose
 * values were no text, as Parquet.
 * @param parts files that `writeBadSql` and `writeFoundSql` wrote; one alone is in order already
 */
export function badRowsSql(
  { contract, source }: Screened,
  rules: readonly string[],
  parts: readonly string[],
  file: string,
): string {
  const columns = contract.columns.map(
    ({ name }, index) => `${rawColumn(index)} AS ${quoteIdentifier(name)}`,
  );
  if (isJson(source)) columns.unshift(quarantineColumn.notText);
  const named = `[${rules.map(quoteLiteral).join(', ')}]`;
  const order = parts.length > 1 ? ` ORDER BY ${quarantineColumn.row}` : '';
  return `COPY (SELECT ${quarantineColumn.row},
      array_to_string(list_transform(issues, lambda issue: ${named}[issue.rule + 1]), '; ') AS ${quarantineColumn.rules},
      ${columns.join(', ')}
    FROM read_parquet([${parts.map(quoteLiteral).join(', ')}])${order})
    TO ${quoteLiteral(file)} ${parquetOptions(columns.length, 'zstd', { rows: 20_480 })}`;
}

/** Oldest and newest event, and how many, of rows that were written: `from`, `to` in milliseconds since 1970, `rows`. */
export const rangeSql = ({ eventTime }: Contract, file: string): string =>
  `SELECT epoch_ms(min(${quoteIdentifier(eventTime)})) AS "from", epoch_ms(max(${quoteIdentifier(eventTime)})) AS "to",
    count(*) AS rows FROM read_parquet(${quoteLiteral(file)})`;

/**
 * Digests of good rows that were written in order, in blocks of 65,536: `digest`. Over the values, not over the
 * file, so that another release of the engine, or the columns in another order, give the same.
 */
export function digestSql(contract: Contract, file: string): string {
  const names = contract.columns.map(({ name }) => name).sort();
  const members = names.map((name) => `${quoteLiteral(name)}: ${quoteIdentifier(name)}`).join(', ');
  return `SELECT sha256(string_agg(line, chr(10) ORDER BY number)) AS digest
    FROM (
      SELECT CAST(to_json({${members}}) AS VARCHAR) AS line, file_row_number AS number
      FROM read_parquet(${quoteLiteral(file)}, file_row_number = true)
    )
    GROUP BY number // 65536 ORDER BY number // 65536`;
}
