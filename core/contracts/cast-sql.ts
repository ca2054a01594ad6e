import { quoteLiteral } from '../sql.ts';
import type { ColumnType } from './contract.ts';

/** The largest integer that a double holds exactly with all smaller ones: 2^53 - 1. */
const largestInteger = '9007199254740991';

const firstTime = "TIMESTAMP '1900-01-01'";
const endOfTime = "TIMESTAMP '2200-01-01'";

const integers = new Set([
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
]);
const floats = new Set(['FLOAT', 'DOUBLE']);
/** TIMESTAMP_NS is read as text, which shows what a cast would cut off. */
const times = new Set(['DATE', 'TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP WITH TIME ZONE']);
const numbers = new Set([...integers, ...floats]);

const matches = (text: string, pattern: string): string =>
  `regexp_full_match(${text}, ${quoteLiteral(pattern)})`;

const when = (condition: string, value: string): string => `CASE WHEN ${condition} THEN ${value} END`;

/** DuckDB's type for each of ours. */
export const engineType: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  integer: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
};

/**
 * Whether a Parquet column of DuckDB's type `source` can hold values of `type`. Numbers are not taken for
 * text or times, nor anything nested or binary for anything.
 */
export function canHold(type: ColumnType, source: string): boolean {
  if (source === 'VARCHAR' || source === 'JSON') return true;
  switch (type) {
    case 'string':
      return source.startsWith('ENUM');
    case 'integer':
    case 'double':
      return numbers.has(source) || source.startsWith('DECIMAL');
    case 'boolean':
      return source === 'BOOLEAN';
    case 'timestamp':
      return times.has(source) || source === 'TIMESTAMP_NS';
  }
}

/** VARCHAR expression of a value as it arrived: what an issue shows as received. */
export function receivedSql(raw: string, source: string): string {
  return source === 'VARCHAR' ? raw : `CAST(${raw} AS VARCHAR)`;
}

/** VARCHAR expression of a value as it is kept in quarantine: of JSON the text within the quotes, or what is not quoted. */
export function keptSql(raw: string, source: string): string {
  const text = receivedSql(raw, source);
  return source === 'JSON' ? `CASE WHEN ${isJsonText(raw)} THEN ${raw} ->> '$' ELSE ${text} END` : text;
}

/** Whether a JSON value is a text. */
export const isJsonText = (raw: string): string => `json_type(${raw}) = 'VARCHAR'`;

/**
 * SQL of a value as the contract's type, null where it cannot be read as that exactly. Nothing is rounded,
 * clipped or guessed: DuckDB's own casts would turn '1.5' into 2, '1e400' into infinity, and drop a
 * time's offset. A fraction becomes its nearest double, which is what a double is; a whole number that no double is sure
 * to hold is refused, whichever format it is written in.
 * @param raw expression of the value as it arrived
 * @param source DuckDB's type of `raw`: VARCHAR for CSV, JSON for JSON lines (its text, not parsed: the engine's reader of JSON
 *   rounds numbers), the column's own for Parquet
 */
export function castSql(type: ColumnType, raw: string, source: string): string {
  if (source === 'JSON') return castJson(type, raw);
  switch (type) {
    case 'string': {
      const text = receivedSql(raw, source);
      return when(`NOT contains(${text}, chr(0))`, text);
    }
    case 'integer':
      return integers.has(source)
        ? when(`${raw} BETWEEN -${largestInteger} AND ${largestInteger}`, `CAST(${raw} AS BIGINT)`)
        : integerFromText(receivedSql(raw, source));
    case 'double':
      if (integers.has(source)) {
        return when(`${raw} BETWEEN -${largestInteger} AND ${largestInteger}`, `CAST(${raw} AS DOUBLE)`);
      }
      // Adding zero makes -0 the 0 that it equals.
      if (floats.has(source)) return when(`isfinite(${raw})`, `CAST(${raw} AS DOUBLE) + 0.0::DOUBLE`);
      return doubleFromText(receivedSql(raw, source));
    case 'boolean':
      return source === 'BOOLEAN' ? raw : booleanFromText(receivedSql(raw, source));
    case 'timestamp': {
      if (!times.has(source)) return timestampFromText(receivedSql(raw, source));
      const time = source === 'TIMESTAMP' ? raw : `TRY_CAST(${raw} AS TIMESTAMP)`;
      return when(inYears(time), time);
    }
  }
}

/** Whether a value of DuckDB's type `source` is, or nearly is, one of ours, so that its bounds say whether all are. */
export function isPlain(type: ColumnType, source: string): boolean {
  switch (type) {
    case 'string':
      return source === 'VARCHAR';
    case 'integer':
      return integers.has(source);
    case 'double':
      return integers.has(source) || floats.has(source);
    case 'boolean':
      return source === 'BOOLEAN';
    case 'timestamp':
      return source === 'TIMESTAMP';
  }
}

/**
 * An aggregate that is true where `castSql` would find every value of a plain column good.
 * NaN is the greatest number of all, so that a finite greatest value says that there is none.
 */
export function plainBoundsSql(type: ColumnType, raw: string, source: string): string {
  const all = (condition: string): string => `coalesce(${condition}, true)`;
  const whole = `min(${raw}) >= -${largestInteger} AND max(${raw}) <= ${largestInteger}`;
  switch (type) {
    case 'string':
      return `count_if(contains(${raw}, chr(0))) = 0`;
    case 'integer':
      return all(whole);
    case 'double':
      return all(integers.has(source) ? whole : `isfinite(min(${raw})) AND isfinite(max(${raw}))`);
    case 'boolean':
      return 'true';
    case 'timestamp':
      return all(`min(${raw}) >= ${firstTime} AND max(${raw}) < ${endOfTime}`);
  }
}

/** `castSql` for a plain column all of whose values are good. */
export function plainSql(type: ColumnType, raw: string, source: string): string {
  if (type === 'integer') return source === 'BIGINT' ? raw : `CAST(${raw} AS BIGINT)`;
  if (type !== 'double') return raw;
  // Adding zero makes -0 the 0 that it equals.
  return `CAST(${raw} AS DOUBLE) + 0.0::DOUBLE`;
}

function castJson(type: ColumnType, raw: string): string {
  const text = `(${raw} ->> '$')`;
  const written = receivedSql(raw, 'JSON');
  switch (type) {
    case 'string':
      return when(`${isJsonText(raw)} AND NOT contains(${text}, chr(0))`, text);
    case 'integer':
      return integerFromText(written);
    case 'double':
      return doubleFromText(written);
    case 'boolean':
      return `CASE ${written} WHEN 'true' THEN true WHEN 'false' THEN false END`;
    case 'timestamp':
      return when(isJsonText(raw), timestampFromText(text));
  }
}

function integerFromText(text: string): string {
  const whole = `TRY_CAST(split_part(${text}, '.', 1) AS BIGINT)`;
  return when(
    `${matches(text, '[+-]?[0-9]{1,18}([.]0*)?')} AND ${whole} BETWEEN -${largestInteger} AND ${largestInteger}`,
    whole,
  );
}

function doubleFromText(text: string): string {
  const value = `TRY_CAST(${text} AS DOUBLE)`;
  const written = matches(text, '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?');
  // 1e-400 becomes 0: a zero must be written with zeros alone.
  const zero = matches(text, '[+-]?[0.]+([eE][+-]?[0-9]+)?');
  const rounded = `abs(${value}) > ${largestInteger} AND ${matches(text, '[+-]?[0-9]+([.]0*)?')}`;
  return when(
    `${written} AND isfinite(${value}) AND (${value} <> 0 OR ${zero}) AND NOT (${rounded})`,
    `${value} + 0.0::DOUBLE`,
  );
}

function booleanFromText(text: string): string {
  return `CASE lower(${text}) WHEN 'true' THEN true WHEN 'false' THEN false END`;
}

/** The same grammar as `utcTime` has for requests. */
function timestampFromText(text: string): string {
  const date = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
  const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6}0*)?)?';
  const offset = '(Z|[+-]((0[0-9]|1[0-3])(:?[0-5][0-9])?|14(:?00)?))';
  // Through TIMESTAMPTZ: a cast to TIMESTAMP drops the offset. The session's time zone is UTC.
  // The engine wants seconds wherever an offset follows.
  const full = `regexp_replace(${text}, '^(.{10}[T ][0-9]{2}:[0-9]{2})([Z+-].*)$', '\\1:00\\2')`;
  const time = `CAST(TRY_CAST(${full} AS TIMESTAMPTZ) AS TIMESTAMP)`;
  return when(`${matches(text, `${date}([T ]${clock}${offset}?)?`)} AND ${inYears(time)}`, time);
}

const inYears = (time: string): string => `${time} >= ${firstTime} AND ${time} < ${endOfTime}`;
