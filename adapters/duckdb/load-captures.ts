import type { DuckDBConnection } from '@duckdb/node-api';
import { goldenInferencePrefix } from '../../core/names.ts';
import { quoteIdentifier, quoteLiteral } from '../../core/sql.ts';
import type { ProfiledFeature } from './profile-table.ts';

/** A file of SageMaker's data capture, on disk, and the variant that its requests were served by. */
export interface CaptureFile {
  readonly file: string;
  readonly variant: string;
}

/** A line cannot be longer than a request and its answer: 6 MiB each, as text in base64. */
const maximumLineInBytes = 20_000_000;

/**
 * Makes the tables `captures` (`_variant`, `_id`, `_at`, `_probability`, and a column per feature, as text) and
 * `unreadable` (a row per line that is not a captured feature record with its answer) from data capture files.
 * Golden requests are nobody's traffic and left out. A request that was answered with an error has a null probability.
 */
export async function loadCaptures(
  connection: DuckDBConnection,
  files: readonly CaptureFile[],
  features: readonly ProfiledFeature[],
): Promise<void> {
  const paths = features.map(({ name }) => quoteLiteral(`$.${JSON.stringify(name)}`));
  const columns = features.map(({ name }, i) => `, _values[${i + 1}] AS ${quoteIdentifier(name)}`).join('');
  const values = paths.length > 0 ? `json_extract_string(input, [${paths.join(', ')}])` : `[]::VARCHAR[]`;
  await connection.run('CREATE TABLE sources (file VARCHAR, variant VARCHAR)');
  if (files.length > 0) {
    const rows = files.map(({ file, variant }) => `(${quoteLiteral(file)}, ${quoteLiteral(variant)})`);
    await connection.run(`INSERT INTO sources VALUES ${rows.join(', ')}`);
  }
  const lines =
    files.length > 0
      ? // One column of whole lines: what a line means is decided below, where a bad one is counted.
        `SELECT line, filename FROM read_csv([${files.map(({ file }) => quoteLiteral(file)).join(', ')}],
          columns = {line: 'VARCHAR'}, header = false, auto_detect = false, delim = '\\x01', quote = '', escape = '',
          null_padding = true, filename = true, max_line_size = ${maximumLineInBytes}, strict_mode = false)`
      : 'SELECT NULL::VARCHAR AS line, NULL::VARCHAR AS filename WHERE false';
  await connection.run(`CREATE TABLE exchanges AS
    WITH lines AS (SELECT CASE WHEN json_valid(line) THEN line::JSON END AS line, filename FROM (${lines}) WHERE trim(line) <> ''),
    sides AS (
      SELECT variant AS _variant, line ->> '$.eventMetadata.inferenceId' AS _id,
        TRY_CAST(line ->> '$.eventMetadata.inferenceTime' AS TIMESTAMP) AS _at,
        ${side('endpointInput')} AS input, ${side('endpointOutput')} AS output
      FROM lines JOIN sources ON file = filename)
    SELECT _variant, _id, _at,
      CASE WHEN json_valid(input) AND json_type(input) = 'OBJECT' THEN input::JSON END AS input,
      CASE WHEN json_valid(output) THEN TRY_CAST(output::JSON ->> '$.probability' AS DOUBLE) END AS _probability
    FROM sides`);
  await connection.run(`CREATE TABLE captures AS SELECT _variant, _id, _at,
      CASE WHEN _probability BETWEEN 0 AND 1 THEN _probability END AS _probability${columns}
    FROM (SELECT *, ${values} AS _values FROM exchanges WHERE input IS NOT NULL
      AND NOT coalesce(starts_with(_id, ${quoteLiteral(goldenInferencePrefix)}), false))`);
  await connection.run('CREATE TABLE unreadable AS SELECT _variant FROM exchanges WHERE input IS NULL');
}

/** The body of one side: text, or base64 where its content type was not named in the endpoint's config. */
function side(name: 'endpointInput' | 'endpointOutput'): string {
  const data = `line ->> '$.captureData.${name}.data'`;
  return `CASE line ->> '$.captureData.${name}.encoding'
    WHEN 'BASE64' THEN TRY(decode(from_base64(${data}))) ELSE ${data} END`;
}
