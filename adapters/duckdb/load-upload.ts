import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { beginningOf } from '../../core/beginning-of.ts';
import { canHold, castSql, isPlain, receivedSql } from '../../core/contracts/cast-sql.ts';
import { checkHeader } from '../../core/contracts/check-header.ts';
import type { Contract, ContractIssue } from '../../core/contracts/contract.ts';
import { detectFormat, type FileFormat } from '../../core/contracts/detect-format.ts';
import { dialectIssue } from '../../core/contracts/dialect-issue.ts';
import {
  engineRowNumber,
  type FileSource,
  type RowGroup,
  rawColumn,
  valueColumn,
} from '../../core/contracts/file-source.ts';
import { footerIssue } from '../../core/contracts/footer-issue.ts';
import { brokenLineSql, jsonMembersSql } from '../../core/contracts/json-lines-sql.ts';
import { parquetOptions } from '../../core/contracts/parquet-options.ts';
import { quarantineColumn } from '../../core/contracts/quarantine-columns.ts';
import type { UploadLimits } from '../../core/contracts/upload-limits.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';
import { readEnds } from '../files/read-ends.ts';
import { readGzipHead } from '../files/read-gzip-head.ts';
import { scanTextFile } from '../files/scan-text-file.ts';
import { isEngineFault } from './engine-fault.ts';
import { queryRows } from './query-rows.ts';

/** The file can be read by `screenSql` and what follows, or cannot be read. */
export type Loaded =
  | {
      readonly source: FileSource;
      /**
       * The issue that an error of the first pass over all values stands for.
       * @throws that error, where it is no fault of the file
       */
      readonly unreadable: (error: unknown) => ContractIssue;
    }
  | { readonly issues: readonly ContractIssue[] };

/**
 * Opens an untrusted file. What it is, is told from its content; sizes are bounded before anything is decoded. Parquet is read
 * where it lies; text is parsed once, into a Parquet file with each value as it arrived and as the contract's type.
 * @throws Error where memory or disk is full, or the sandbox wrong: none of it is the file's fault
 */
export async function loadUpload(request: {
  readonly connection: DuckDBConnection;
  readonly contract: Contract;
  readonly file: string;
  /** Where the parsed text may be put. */
  readonly directory: string;
  readonly limits: UploadLimits;
}): Promise<Loaded> {
  const { file } = request;
  let format = await formatOf(file);
  let isGzip = false;
  if (format === 'gzip') {
    isGzip = true;
    const head = await readGzipHead(file);
    if ('issue' in head) return { issues: [head.issue] };
    format = formatFrom(head);
    if (format === 'gzip' || format === 'parquet') {
      return { issues: [formatIssue('CSV or JSON lines within gzip', `${format} within gzip`)] };
    }
  }
  if (typeof format !== 'string') return { issues: [format] };
  const known = format as keyof typeof loaders;
  const unreadable = (error: unknown): ContractIssue => unreadableIssue(known, error, request.directory);
  try {
    const loaded = await loaders[known]({ ...request, isGzip });
    return 'issues' in loaded ? loaded : { source: loaded, unreadable };
  } catch (error) {
    return { issues: [unreadable(error)] };
  }
}

interface LoadRequest {
  readonly connection: DuckDBConnection;
  readonly contract: Contract;
  readonly file: string;
  /** Where the parsed text may be put. */
  readonly directory: string;
  readonly limits: UploadLimits;
  readonly isGzip: boolean;
}

type Opened = FileSource | { readonly issues: readonly ContractIssue[] };

const loaders: Readonly<Record<Exclude<FileFormat, 'gzip'>, (request: LoadRequest) => Promise<Opened>>> = {
  csv: loadCsv,
  'json-lines': loadJsonLines,
  parquet: loadParquet,
};

async function formatOf(file: string): Promise<FileFormat | ContractIssue> {
  const { head, tail, bytes } = await readEnds(file);
  return formatFrom(head, tail, bytes);
}

function formatFrom(head: Buffer, tail = head.subarray(-8), bytes = head.length): FileFormat | ContractIssue {
  const detection = detectFormat(head, tail, bytes);
  return detection.format ?? formatIssue(detection.expected, detection.received);
}

const formatIssue = (expected: string, received: string): ContractIssue => ({
  rule: 'file:format',
  expected,
  received,
});

/** A file with more columns is read by one thread: what the engine holds grows with columns and threads. */
const manyColumns = 200;

/** The values of an optional column that the file lacks. */
const absent = 'CAST(NULL AS VARCHAR)';

async function loadCsv(request: LoadRequest): Promise<Opened> {
  const { contract, file, limits, isGzip } = request;
  const shape = await scanTextFile(file, 'csv', isGzip, limits);
  const dialect = shape.header === undefined ? null : dialectIssue(contract, shape.header);
  if (dialect !== null) return { issues: [dialect] };
  if ('issue' in shape) return { issues: [shape.issue] };
  const issues = checkHeader(contract, shape.header);
  if (issues.length > 0) return { issues };
  const columns = shape.header.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const picked = contract.columns.map(({ name }, index) => {
    const position = shape.header.indexOf(name);
    return `${position === -1 ? absent : `c${position}`} AS ${rawColumn(index)}`;
  });
  // The scan has told rows and fields apart already: the reader is told everything and guesses nothing. In parallel it would
  // guess where a row begins, and take a line within quotes for one; wide rows in parallel take memory for nothing.
  const isParallel = !shape.hasLinesInQuotes && contract.columns.length <= manyColumns;
  const reader = `read_csv(${quoteLiteral(file)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    columns = {${columns}}, nullstr = '', allow_quoted_nulls = false, strict_mode = true, null_padding = false,
    compression = '${isGzip ? 'gzip' : 'none'}', max_line_size = ${2 * limits.lineBytes}, parallel = ${isParallel})`;
  return await parsed(request, `SELECT ${picked.join(', ')} FROM ${reader}`, 'VARCHAR', shape.rows);
}

async function loadJsonLines(request: LoadRequest): Promise<Opened> {
  const { connection, contract, file, directory, limits, isGzip } = request;
  const shape = await scanTextFile(file, 'json-lines', isGzip, limits);
  if ('issue' in shape) return { issues: [shape.issue] };
  const kept = join(directory, 'lines.parquet');
  // A line that is no JSON becomes a null and is named below.
  await connection.run(`COPY (SELECT json AS line FROM read_ndjson_objects(${quoteLiteral(file)},
      compression = '${isGzip ? 'gzip' : 'uncompressed'}', maximum_object_size = ${2 * limits.lineBytes},
      ignore_errors = true))
    TO ${quoteLiteral(kept)} (FORMAT parquet, COMPRESSION lz4_raw)`);
  const line =
    shape.firstLine === null
      ? 'line'
      : `CASE WHEN file_row_number = 0 THEN TRY_CAST(${quoteLiteral(shape.firstLine)} AS JSON) ELSE line END`;
  const lines = `(SELECT CAST(${line} AS JSON) AS line, file_row_number + 1 AS row
    FROM read_parquet(${quoteLiteral(kept)}, file_row_number = true))`;
  const [odd] = await queryRows<{ row: bigint; broken: boolean; received: string }>(
    connection,
    `SELECT row, ${brokenLineSql('line')} AS broken, CASE WHEN broken THEN 'a line that is no JSON'
        WHEN json_type(line) <> 'OBJECT' THEN 'a line that is no object'
        ELSE 'an object with one name twice' END AS received
      FROM ${lines}
      WHERE ${brokenLineSql('line')} OR json_type(line) <> 'OBJECT'
        OR len(json_keys(line)) <> len(list_distinct(json_keys(line)))
      ORDER BY 1 LIMIT 1`,
  );
  if (odd !== undefined) {
    const expected = 'one JSON object a line, each name once';
    const received = `${odd.received} (in row ${odd.row})`;
    const rule = odd.broken ? 'file:unreadable' : 'file:format';
    return { issues: [{ rule, row: Number(odd.row), expected, received }] };
  }
  const keys = await queryRows<{ name: string }>(
    connection,
    `SELECT DISTINCT unnest(json_keys(line)) AS name FROM ${lines} ORDER BY 1 LIMIT ${limits.columns + 1}`,
  );
  if (keys.length > limits.columns) {
    const expected = `at most ${limits.columns} names in the objects of a file`;
    return { issues: [{ rule: 'file:columns', expected, received: 'more' }] };
  }
  const issues = checkHeader(
    contract,
    keys.map(({ name }) => name),
  );
  if (issues.length > 0) return { issues };
  const names = contract.columns.map(({ name }) => name);
  const picked = names.map((_, index) => `v[${index + 1}] AS ${rawColumn(index)}`);
  const rows = `SELECT ${picked.join(', ')} FROM (SELECT ${jsonMembersSql('line', names)} AS v FROM ${lines})`;
  const opened = await parsed(request, rows, 'JSON', shape.rows);
  await rm(kept);
  return opened;
}

/**
 * Parses text once: each value as it arrived and as the contract's type, into a Parquet file that every later pass reads.
 * @param select SQL of the values as they arrived, as text
 * @param type `VARCHAR`, or `JSON` where the texts are JSON
 * @param rows how many rows the scan has counted: nothing is lost in silence
 */
async function parsed(
  request: LoadRequest,
  select: string,
  type: 'VARCHAR' | 'JSON',
  rows: number,
): Promise<Opened> {
  const { connection, contract, directory } = request;
  const file = join(directory, 'rows.parquet');
  const values = contract.columns.flatMap((column, index) => [
    `${receivedSql(rawColumn(index), type)} AS ${rawColumn(index)}`,
    `${castSql(column.type, rawColumn(index), type)} AS ${valueColumn(index)}`,
  ]);
  await connection.run(`COPY (SELECT ${values.join(', ')} FROM (${select}))
    TO ${quoteLiteral(file)} ${parquetOptions(values.length, 'lz4_raw')}`);
  const relation = relationOf(
    file,
    contract.columns.flatMap((_, index) => [rawColumn(index), valueColumn(index)]),
  );
  const { rows: loaded, groups } = await rowGroupsOf(
    connection,
    file,
    (index) => valueColumn(index),
    contract,
  );
  if (loaded !== rows) {
    const received = `${loaded} rows where the file has ${rows} lines of data`;
    return { issues: [{ rule: 'file:unreadable', expected: 'as many rows as lines', received }] };
  }
  const columns = contract.columns.map(() => ({ type, isTyped: true }));
  return { relation, rows, columns, rowGroups: groups };
}

const relationOf = (file: string, columns: readonly string[]): string =>
  `(SELECT file_row_number + 1 AS ${quarantineColumn.row}, ${columns.join(', ')}
    FROM read_parquet(${quoteLiteral(file)}, hive_partitioning = false, file_row_number = true))`;

async function loadParquet({ connection, contract, file, limits }: LoadRequest): Promise<Opened> {
  const footer = await declaredIssue(connection, file, limits);
  if (footer !== null) return { issues: [footer] };
  const stored = await topLevelColumns(connection, file);
  const header = stored.map(({ name }) => name);
  const numbering = header.find((name) => name.toLowerCase() === engineRowNumber);
  if (numbering !== undefined) {
    const expected = `no column '${engineRowNumber}', by which the engine numbers rows: rename it`;
    return { issues: [{ rule: 'file:reserved-column', expected, received: `'${numbering}'` }] };
  }
  const issues = checkHeader(contract, header);
  if (issues.length > 0) return { issues };
  const described = await queryRows<{ column_name: string; column_type: string }>(
    connection,
    `DESCRIBE SELECT * FROM read_parquet(${quoteLiteral(file)}, hive_partitioning = false)`,
  );
  // A column whose values are all null may be declared to have no type: it is as good as absent.
  const untyped = new Set(stored.filter(({ isUntyped }) => isUntyped).map(({ name }) => name));
  const types = new Map(
    described.flatMap(({ column_name, column_type }): [string, string][] =>
      untyped.has(column_name) ? [] : [[column_name, column_type]],
    ),
  );
  const sources = contract.columns.map(({ name }) => types.get(name) ?? 'VARCHAR');
  const unfit = contract.columns.flatMap(({ name, type }, index) =>
    canHold(type, sources[index]!)
      ? []
      : [
          {
            rule: 'file:column-type',
            column: name,
            expected: `column '${name}' of a Parquet type that holds a ${type}`,
            received: beginningOf(sources[index]!, 200),
          },
        ],
  );
  if (unfit.length > 0) return { issues: unfit };
  const picked = contract.columns.map(
    ({ name }, index) => `${types.has(name) ? quoteIdentifier(name) : absent} AS ${rawColumn(index)}`,
  );
  const { rows, groups } = await rowGroupsOf(
    connection,
    file,
    (index) => {
      const { name, type } = contract.columns[index]!;
      return types.has(name) && isPlain(type, sources[index]!) ? name : null;
    },
    contract,
  );
  const columns = sources.map((type) => ({ type, isTyped: false }));
  return { relation: relationOf(file, picked), rows, columns, rowGroups: groups };
}

/**
 * Rows and row groups of a Parquet file, as its footer says.
 * @param nameOf the file's name of a contract's column, null where its bounds are of no use
 */
async function rowGroupsOf(
  connection: DuckDBConnection,
  file: string,
  nameOf: (index: number) => string | null,
  contract: Contract,
): Promise<{ readonly rows: number; readonly groups: readonly RowGroup[] }> {
  const [counted] = await queryRows<{ rows: bigint }>(
    connection,
    `SELECT any_value(num_rows) AS rows FROM parquet_file_metadata(${quoteLiteral(file)})`,
  );
  const keys = new Set([contract.key, ...(contract.uniques ?? []).map(({ columns }) => columns)].flat());
  const wanted = contract.columns.flatMap(({ name, type }, index) => {
    const stored = keys.has(name) && (type === 'integer' || type === 'timestamp') ? nameOf(index) : null;
    return stored === null ? [] : [{ index, stored, type }];
  });
  const groups: { rows: number; bounds: Record<number, { least: bigint; most: bigint }> }[] = [];
  for (const { index, stored, type } of wanted) {
    const bound = (statistic: string): string =>
      type === 'integer'
        ? `TRY_CAST(${statistic} AS BIGINT)`
        : `epoch_us(TRY_CAST(${statistic} AS TIMESTAMP))`;
    const found = await queryRows<{ id: bigint; rows: bigint; least: bigint | null; most: bigint | null }>(
      connection,
      `SELECT row_group_id AS id, row_group_num_rows AS rows, ${bound('stats_min_value')} AS least,
          ${bound('stats_max_value')} AS most
        FROM parquet_metadata(${quoteLiteral(file)}) WHERE path_in_schema = ${quoteLiteral(stored)} ORDER BY 1`,
    );
    found.forEach(({ rows, least, most }, group) => {
      groups[group] ??= { rows: Number(rows), bounds: {} };
      if (least !== null && most !== null) groups[group].bounds[index] = { least, most };
    });
  }
  return { rows: Number(counted!.rows), groups };
}

/** Refuses a Parquet file by what its footer declares, before any page is decoded. */
async function declaredIssue(
  connection: DuckDBConnection,
  file: string,
  limits: UploadLimits,
): Promise<ContractIssue | null> {
  const { tail, bytes } = await readEnds(file);
  const footerBytes = tail.readUInt32LE(0);
  if (footerBytes > limits.footerBytes || footerBytes + 12 > bytes) {
    const expected = `a footer of at most ${limits.footerBytes} bytes within the file's ${bytes}`;
    return { rule: 'file:bomb', expected, received: `a footer of ${footerBytes} bytes` };
  }
  const [declared] = await queryRows<{ columns: bigint; rows: bigint; inflated: bigint; least: bigint }>(
    connection,
    `SELECT count(DISTINCT column_id) AS columns,
        (SELECT any_value(num_rows) FROM parquet_file_metadata(${quoteLiteral(file)})) AS rows,
        CAST(coalesce(sum(total_uncompressed_size), 0) AS BIGINT) AS inflated,
        CAST(coalesce(min(least(total_uncompressed_size, total_compressed_size, num_values)), 0) AS BIGINT) AS least
      FROM parquet_metadata(${quoteLiteral(file)})`,
  );
  return footerIssue(
    {
      bytes,
      columns: Number(declared!.columns),
      rows: Number(declared!.rows),
      inflated: Number(declared!.inflated),
      least: Number(declared!.least),
    },
    limits,
  );
}

interface StoredColumn {
  readonly name: string;
  /** Whether it has no type, and so no value. */
  readonly isUntyped: boolean;
}

/** A Parquet file's columns by the names that they have in the file; DuckDB itself would rename repeated ones. */
async function topLevelColumns(connection: DuckDBConnection, file: string): Promise<StoredColumn[]> {
  const nodes = await queryRows<StoredColumn & { readonly children: bigint | null }>(
    connection,
    `SELECT name, num_children AS children,
        coalesce(logical_type IN ('NullType()', 'UNKNOWN'), false) AS "isUntyped"
      FROM parquet_schema(${quoteLiteral(file)})`,
  );
  const columns: StoredColumn[] = [];
  let at = 1;
  const skip = (): void => {
    const children = Number(nodes[at++]?.children ?? 0);
    for (let child = 0; child < children && at < nodes.length; child++) skip();
  };
  while (at < nodes.length) {
    const { name, isUntyped } = nodes[at]!;
    columns.push({ name, isUntyped });
    skip();
  }
  return columns;
}

const formatWords = {
  csv: 'CSV',
  'json-lines': 'JSON lines',
  parquet: 'a Parquet file',
} as const satisfies Readonly<Record<keyof typeof loaders, string>>;

/** What some messages of the engine mean, where they do not say it. */
const ownWords: readonly (readonly [message: RegExp, words: string])[] = [
  [/Invalid unicode/, 'a footer with text that is no UTF-8, as columns that are encrypted leave it'],
  [/Date out of range in timestamp/, 'a time further away than the engine can read (some 290,000 years)'],
  [
    /GZIP|gzip|Failed to decode|unsupported flags/,
    'something after the end of what was compressed, or a damaged gzip stream',
  ],
  [/^Out of Memory/, 'a piece that needs more than half of the memory at once: write smaller row groups'],
];

function unreadableIssue(format: keyof typeof loaders, error: unknown, directory: string): ContractIssue {
  if (isEngineFault(error, format)) throw error;
  const [first = ''] = (error as Error).message.split('\n');
  const words = ownWords.find(([message]) => message.test(first))?.[1];
  const received = words ?? beginningOf(first.replaceAll(directory, ''), 500);
  return { rule: 'file:unreadable', expected: `${formatWords[format]} that can be read`, received };
}
