import { quoteIdentifier, quoteLiteral } from '../sql.ts';
import { castSql, receivedSql } from './cast-sql.ts';
import { columnChecks } from './checks/index.ts';
import type { Contract } from './contract.ts';
import { quarantineColumn } from './quarantine-columns.ts';

/** Table that holds the file as it arrived: one column per contract column, `ballast_raw_0` and so on. */
export const rawTable = 'ballast_raw';
/** Table of the rows with typed columns under the contract's names and the issues of each row. */
const judgedTable = 'ballast_judged';

export const rawColumn = (index: number): string => `ballast_raw_${index}`;

const issueSql = (broken: string, rule: string, received: string): string =>
  `CASE WHEN ${broken} THEN {'rule': ${quoteLiteral(rule)}, 'received': coalesce(${received}, 'nothing')} END`;

const anIssue = 'lambda issue: issue IS NOT NULL';

/**
 * The statement that judges every row at once: casts by the contract, applies each check and rule, then
 * looks for repeated keys among the rows that are good so far.
 * @param sources DuckDB's type of each raw column, in the order of the contract's columns
 */
export function judgeSql(contract: Contract, sources: readonly string[]): string {
  const received = contract.columns.map((_, index) => receivedSql(rawColumn(index), sources[index]!));
  const casts = contract.columns.map(
    ({ name, type }, index) =>
      `${castSql(type, rawColumn(index), sources[index]!)} AS ${quoteIdentifier(name)}`,
  );
  const broken: string[] = [];
  const issues: string[] = [];
  const expect = (condition: string, rule: string, shown: string): void => {
    broken.push(`coalesce(${condition}, false)`);
    issues.push(issueSql(condition, rule, shown));
  };
  contract.columns.forEach((column, index) => {
    const sql = { received: received[index]!, value: quoteIdentifier(column.name) };
    for (const check of columnChecks) {
      if (!check.applies(column)) continue;
      expect(`(${check.broken(column, sql)})`, `column:${column.name}:${check.name}`, sql.received);
    }
  });
  for (const rule of contract.rules) {
    const named = contract.columns.flatMap(({ name }, index) =>
      mentions(rule.sql, name)
        ? [`${quoteLiteral(`${name} `)} || coalesce(${received[index]}, 'nothing')`]
        : [],
    );
    expect(`((${rule.sql}) IS FALSE)`, `rule:${rule.name}`, `concat_ws(', ', ${named.join(', ') || "''"})`);
  }
  const keyOf = contract.key.map(quoteIdentifier);
  const isRepeated = `len(issues) = 0 AND row_number() OVER (
    PARTITION BY len(issues) = 0, ${keyOf.join(', ')} ORDER BY ${quarantineColumn.row}) > 1`;
  const shownKey = `concat_ws(', ', ${keyOf.map((column) => `CAST(${column} AS VARCHAR)`).join(', ')})`;
  const noIssues = 'CAST([] AS STRUCT(rule VARCHAR, received VARCHAR)[])';
  return `CREATE TABLE ${judgedTable} AS
    WITH typed AS (
      SELECT rowid + 1 AS ${quarantineColumn.row}, *, ${casts.join(',\n        ')}
      FROM ${rawTable}
    ), judged AS (
      SELECT *, CASE WHEN ${broken.join('\n        OR ')}
        THEN list_filter([${issues.join(',\n        ')}], ${anIssue})
        ELSE ${noIssues} END AS issues
      FROM typed
    )
    SELECT * REPLACE (CASE WHEN ${isRepeated}
      THEN [{'rule': 'key:unique', 'received': ${shownKey}}] ELSE issues END AS issues)
    FROM judged`;
}

/** Rows in all, and rows with an issue: `rows`, `bad`. */
export const countSql = `SELECT count(*) AS rows, count(*) FILTER (len(issues) > 0) AS bad FROM ${judgedTable}`;

/** Rows by the rule that they break, `rule`, `count`: a row that breaks two counts twice. */
export const byRuleSql = `SELECT issue.rule AS rule, count(*) AS count
  FROM (SELECT unnest(issues) AS issue FROM ${judgedTable} WHERE len(issues) > 0) GROUP BY 1 ORDER BY 1`;

/** The first few issues of each rule: `row`, `rule`, `received`. */
export const sampleSql = `SELECT row, issue.rule AS rule, left(issue.received, 200) AS received
  FROM (SELECT ${quarantineColumn.row} AS row, unnest(issues) AS issue FROM ${judgedTable} WHERE len(issues) > 0)
  QUALIFY row_number() OVER (PARTITION BY issue.rule ORDER BY row) <= 3
  ORDER BY row, rule LIMIT 30`;

/** Oldest and newest event of the good rows, in milliseconds since 1970: `from`, `to`. */
export const rangeSql = ({ eventTime }: Contract): string =>
  `SELECT epoch_ms(min(${quoteIdentifier(eventTime)})) AS "from", epoch_ms(max(${quoteIdentifier(eventTime)})) AS "to"
  FROM ${judgedTable} WHERE len(issues) = 0`;

/** Event time, then key: a total order, because a key is there once. Equal rows come in equal order. */
const orderSql = ({ eventTime, key }: Contract): string =>
  [eventTime, ...key].map((column) => `${quoteIdentifier(column)} ASC`).join(', ');

/** Writes the good rows, typed and in order, as Parquet. */
export function goodRowsSql(contract: Contract, file: string): string {
  const columns = contract.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  return `COPY (SELECT ${columns} FROM ${judgedTable} WHERE len(issues) = 0 ORDER BY ${orderSql(contract)})
    TO ${quoteLiteral(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`;
}

/** Writes the bad rows as they arrived, each with its number and the rules that it breaks, as Parquet. */
export function badRowsSql(contract: Contract, sources: readonly string[], file: string): string {
  const columns = contract.columns.map(
    ({ name }, index) => `${receivedSql(rawColumn(index), sources[index]!)} AS ${quoteIdentifier(name)}`,
  );
  return `COPY (SELECT ${quarantineColumn.row},
      array_to_string(list_transform(issues, lambda issue: issue.rule), '; ') AS ${quarantineColumn.rules},
      ${columns.join(', ')}
    FROM ${judgedTable} WHERE len(issues) > 0 ORDER BY ${quarantineColumn.row})
    TO ${quoteLiteral(file)} (FORMAT parquet, COMPRESSION zstd)`;
}

/**
 * Digests of the good rows, in blocks of 65,536 rows in order: `digest`. Over the values, not over the file,
 * so that another release of the engine, or the columns in another order, give the same.
 */
export function digestSql(contract: Contract): string {
  const names = contract.columns.map(({ name }) => name).sort();
  const members = names.map((name) => `${quoteLiteral(name)}: ${quoteIdentifier(name)}`).join(', ');
  return `SELECT sha256(string_agg(line, chr(10) ORDER BY number)) AS digest
    FROM (
      SELECT CAST(to_json({${members}}) AS VARCHAR) AS line,
        row_number() OVER (ORDER BY ${orderSql(contract)}) - 1 AS number
      FROM ${judgedTable} WHERE len(issues) = 0
    )
    GROUP BY number // 65536 ORDER BY number // 65536`;
}

/** Whether a rule's SQL names a column, so that an issue shows its value. */
function mentions(sql: string, column: string): boolean {
  const names = sql.replaceAll(/'(?:[^']|'')*'/g, '').match(/"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*/g) ?? [];
  const folded = column.toLowerCase();
  return names.some(
    (name) =>
      name
        .replace(/^"(.*)"$/s, '$1')
        .replaceAll('""', '"')
        .toLowerCase() === folded,
  );
}
