import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { canHold } from '../../core/contracts/cast-sql.ts';
import { checkHeader } from '../../core/contracts/check-header.ts';
import { rawColumn, rawTable } from '../../core/contracts/check-sql.ts';
import type { Contract, ContractIssue } from '../../core/contracts/contract.ts';
import { detectFormat, type FileFormat } from '../../core/contracts/detect-format.ts';
import { isBomb, uploadLimits } from '../../core/contracts/upload-limits.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';
import { inflateFile } from '../files/inflate-file.ts';
import { readEnds } from '../files/read-ends.ts';
import { scanTextFile } from '../files/scan-text-file.ts';
import { queryRows } from './query-rows.ts';

/** The file is in `rawTable` with columns of these DuckDB types, or cannot be read. */
export type Loaded = { readonly sources: readonly string[] } | { readonly issues: readonly ContractIssue[] };

/**
 * Loads an untrusted file, untyped, into the table that `judgeSql` reads. What it is, is told from its
 * content; sizes are bounded before anything is decoded.
 */
export async function loadUpload(request: {
  readonly connection: DuckDBConnection;
  readonly contract: Contract;
  readonly file: string;
  /** Where an inflated copy may be put. */
  readonly directory: string;
}): Promise<Loaded> {
  let { file } = request;
  let format = await formatOf(file);
  if (format === 'gzip') {
    const inflated = join(request.directory, 'inflated');
    const refused = await inflateFile(file, inflated);
    if (refused !== null) return { issues: [refused] };
    file = inflated;
    format = await formatOf(file);
    if (format === 'gzip' || format === 'parquet') {
      return { issues: [formatIssue('CSV or JSON lines within gzip', `${format} within gzip`)] };
    }
  }
  if (typeof format !== 'string') return { issues: [format] };
  try {
    return await loaders[format]({ ...request, file });
  } catch (error) {
    // Not the file's fault: the sandbox is wrong.
    if (error instanceof Error && error.message.startsWith('Permission Error')) throw error;
    return { issues: [unreadable(format, error, request.directory)] };
  }
}

interface LoadRequest {
  readonly connection: DuckDBConnection;
  readonly contract: Contract;
  readonly file: string;
}

const loaders: Readonly<Record<Exclude<FileFormat, 'gzip'>, (request: LoadRequest) => Promise<Loaded>>> = {
  csv: loadCsv,
  'json-lines': loadJsonLines,
  parquet: loadParquet,
};

async function formatOf(file: string): Promise<FileFormat | ContractIssue> {
  const { head, tail, bytes } = await readEnds(file);
  const detection = detectFormat(head, tail, bytes);
  return detection.format ?? formatIssue(detection.expected, detection.received);
}

const formatIssue = (expected: string, received: string): ContractIssue => ({
  rule: 'file:format',
  expected,
  received,
});

async function loadCsv({ connection, contract, file }: LoadRequest): Promise<Loaded> {
  const shape = await scanTextFile(file, 'csv');
  if ('issue' in shape) return { issues: [shape.issue] };
  const issues = checkHeader(contract, shape.header);
  if (issues.length > 0) return { issues };
  const columns = shape.header.map((_, index) => `'c${index}': 'VARCHAR'`).join(', ');
  const picked = contract.columns.map(
    ({ name }, index) => `c${shape.header.indexOf(name)} AS ${rawColumn(index)}`,
  );
  // The scan has told rows and fields apart already: the reader is told everything and guesses nothing.
  await connection.run(`CREATE TABLE ${rawTable} AS SELECT ${picked.join(', ')} FROM read_csv(${quoteLiteral(file)},
    auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${columns}},
    nullstr = '', allow_quoted_nulls = false, strict_mode = true, null_padding = false, compression = 'none',
    max_line_size = ${2 * uploadLimits.lineBytes})`);
  return await whole(
    connection,
    shape.rows,
    contract.columns.map(() => 'VARCHAR'),
  );
}

async function loadJsonLines({ connection, contract, file }: LoadRequest): Promise<Loaded> {
  const shape = await scanTextFile(file, 'json-lines');
  if ('issue' in shape) return { issues: [shape.issue] };
  await connection.run(`CREATE TABLE ballast_lines AS SELECT json AS line FROM read_ndjson_objects(${quoteLiteral(file)},
    compression = 'uncompressed', maximum_object_size = ${2 * uploadLimits.lineBytes})`);
  const [odd] = await queryRows<{ row: bigint; received: string }>(
    connection,
    `SELECT rowid + 1 AS row, CASE WHEN json_type(line) <> 'OBJECT' THEN 'a line that is no object'
        ELSE 'an object with one name twice' END AS received
      FROM ballast_lines
      WHERE json_type(line) <> 'OBJECT' OR len(json_keys(line)) <> len(list_distinct(json_keys(line)))
      ORDER BY 1 LIMIT 1`,
  );
  if (odd !== undefined) {
    const expected = 'one JSON object a line, each name once';
    return { issues: [{ ...formatIssue(expected, odd.received), row: Number(odd.row) }] };
  }
  const keys = await queryRows<{ name: string }>(
    connection,
    `SELECT DISTINCT unnest(json_keys(line)) AS name FROM ballast_lines ORDER BY 1 LIMIT ${uploadLimits.columns}`,
  );
  const issues = checkHeader(
    contract,
    keys.map(({ name }) => name),
  );
  if (issues.length > 0) return { issues };
  const pointers = contract.columns.map(({ name }) =>
    quoteLiteral(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  const picked = contract.columns.map(
    (_, index) => `CASE WHEN v[${index + 1}] <> 'null'::JSON THEN v[${index + 1}] END AS ${rawColumn(index)}`,
  );
  await connection.run(`CREATE TABLE ${rawTable} AS SELECT ${picked.join(', ')}
    FROM (SELECT json_extract(line, [${pointers.join(', ')}]) AS v FROM ballast_lines)`);
  await connection.run('DROP TABLE ballast_lines');
  return await whole(
    connection,
    shape.rows,
    contract.columns.map(() => 'JSON'),
  );
}

async function loadParquet({ connection, contract, file }: LoadRequest): Promise<Loaded> {
  const footer = await footerIssue(connection, file);
  if (footer !== null) return { issues: [footer] };
  const source = `read_parquet(${quoteLiteral(file)}, hive_partitioning = false)`;
  const header = await topLevelColumns(connection, file);
  const issues = checkHeader(contract, header);
  if (issues.length > 0) return { issues };
  const described = await queryRows<{ column_name: string; column_type: string }>(
    connection,
    `DESCRIBE SELECT * FROM ${source}`,
  );
  const types = new Map(described.map(({ column_name, column_type }) => [column_name, column_type]));
  const sources = contract.columns.map(({ name }) => types.get(name)!);
  const unfit = contract.columns.flatMap(({ name, type }, index) =>
    canHold(type, sources[index]!)
      ? []
      : [
          {
            rule: 'file:column-type',
            column: name,
            expected: `column '${name}' of a Parquet type that holds a ${type}`,
            received: sources[index]!.slice(0, 200),
          },
        ],
  );
  if (unfit.length > 0) return { issues: unfit };
  const picked = contract.columns.map(({ name }, index) => `${quoteIdentifier(name)} AS ${rawColumn(index)}`);
  await connection.run(`CREATE TABLE ${rawTable} AS SELECT ${picked.join(', ')} FROM ${source}`);
  return { sources };
}

/** Refuses a Parquet file by what its footer declares, before any page is decoded. */
async function footerIssue(connection: DuckDBConnection, file: string): Promise<ContractIssue | null> {
  const { tail, bytes } = await readEnds(file);
  const footerBytes = tail.readUInt32LE(0);
  if (footerBytes > uploadLimits.footerBytes || footerBytes + 12 > bytes) {
    const expected = `a footer of at most ${uploadLimits.footerBytes} bytes within the file's ${bytes}`;
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
  const columns = Number(declared!.columns);
  const rows = Number(declared!.rows);
  const inflated = Number(declared!.inflated);
  const { inflatedBytes, ratio, rows: mostRows, columns: mostColumns, values } = uploadLimits;
  if (Number(declared!.least) < 0 || rows < 0) {
    return { rule: 'file:unreadable', expected: 'a Parquet footer with sizes', received: 'a negative size' };
  }
  if (isBomb(bytes, inflated) || rows > mostRows || columns > mostColumns || rows * columns > values) {
    return {
      rule: 'file:bomb',
      expected: `at most ${mostRows} rows, ${mostColumns} columns, ${values} values, ${inflatedBytes} bytes inflated, ${ratio} from each stored byte`,
      received: `a footer that declares ${rows} rows, ${columns} columns and ${inflated} bytes in a file of ${bytes}`,
    };
  }
  return null;
}

/** Names of a Parquet file's columns as they are in the file; DuckDB itself would rename repeated ones. */
async function topLevelColumns(connection: DuckDBConnection, file: string): Promise<string[]> {
  const nodes = await queryRows<{ name: string; children: bigint | null }>(
    connection,
    `SELECT name, num_children AS children FROM parquet_schema(${quoteLiteral(file)})`,
  );
  const names: string[] = [];
  let at = 1;
  const skip = (): void => {
    const children = Number(nodes[at++]?.children ?? 0);
    for (let child = 0; child < children && at < nodes.length; child++) skip();
  };
  while (at < nodes.length) {
    names.push(nodes[at]!.name);
    skip();
  }
  return names;
}

/** The reader must have found the rows that the scan has counted: nothing is lost in silence. */
async function whole(
  connection: DuckDBConnection,
  rows: number,
  sources: readonly string[],
): Promise<Loaded> {
  const [loaded] = await queryRows<{ rows: bigint }>(connection, `SELECT count(*) AS rows FROM ${rawTable}`);
  if (Number(loaded!.rows) === rows) return { sources };
  const received = `${loaded!.rows} rows where the file has ${rows} lines of data`;
  return { issues: [{ rule: 'file:unreadable', expected: 'as many rows as lines', received }] };
}

const formatWords = {
  csv: 'CSV',
  'json-lines': 'JSON lines',
  parquet: 'a Parquet file',
} as const satisfies Readonly<Record<keyof typeof loaders, string>>;

function unreadable(format: keyof typeof loaders, error: unknown, directory: string): ContractIssue {
  const [first] = (error as Error).message.split('\n');
  const received = (first ?? '').replaceAll(directory, '').slice(0, 500);
  return { rule: 'file:unreadable', expected: `${formatWords[format]} that can be read`, received };
}
