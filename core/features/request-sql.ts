import { engineType } from '../contracts/cast-sql.ts';
import type { Column, ColumnType } from '../contracts/contract.ts';
import type { ModelDefinition } from '../registry/model-definition.ts';
import { quoteIdentifier } from '../sql.ts';
import type { RequestValue } from './check-request.ts';
import { featureValueSql } from './feature-value-sql.ts';
import { hourAskedSql } from './hour-sql.ts';
import { requestFeatures } from './views-of.ts';

/**
 * What a request's own columns say: `ballast_id`, `ballast_hour` (as of which features are looked up) and the
 * request features. The very same text runs over one request online and over a dataset's rows offline.
 */
export function requestColumnsSql(definition: Pick<ModelDefinition, 'request' | 'features'>): string {
  return [
    `CAST((${definition.request.id}) AS VARCHAR) AS ballast_id`,
    `${hourAskedSql(definition.request.asOf)} AS ballast_hour`,
    ...requestFeatures(definition).map(
      (feature) => `${featureValueSql(feature)} AS ${quoteIdentifier(feature.name)}`,
    ),
  ].join(',\n  ');
}

const betweenValues = '\0';
const betweenRequests = '\0\0';
const absent = '-';

/**
 * Requests as one text to be bound: `requestSql` takes it apart again. Null is `-`; a string's text comes after a `=`, so
 * that no part is empty and none is taken for null; other values are their text.
 * @param rows each request's values, in the order of `columns`
 * @throws Error where a text holds a NUL, which no column's type admits
 */
export function boundRequests(
  columns: readonly Pick<Column, 'name' | 'type'>[],
  rows: readonly (readonly RequestValue[])[],
): string {
  return rows
    .map((row) => columns.map(({ type }, index) => boundValue(type, row[index] ?? null)).join(betweenValues))
    .join(betweenRequests);
}

function boundValue(type: ColumnType, value: RequestValue): string {
  if (value === null) return absent;
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  if (text.includes(betweenValues)) {
    throw new Error('Cannot bind a text with a NUL character: no column of a contract admits one');
  }
  return type === 'string' ? `=${text}` : text;
}

/**
 * The query over requests, a row each and in their order. All values are bound as one text by `boundRequests`, as `$1`.
 * @param broken VARCHAR expression over the columns: the rules that a request breaks
 */
export function requestSql(
  definition: Pick<ModelDefinition, 'request' | 'features'>,
  columns: readonly Pick<Column, 'name' | 'type'>[],
  broken = "''",
): string {
  const typed = columns.map(({ name, type }, index) => {
    const part = `ballast_parts[${index + 1}]`;
    const value =
      type === 'string'
        ? `CASE WHEN ${part} <> '${absent}' THEN substr(${part}, 2) END`
        : `CAST(nullif(${part}, '${absent}') AS ${engineType[type]})`;
    return `${value} AS ${quoteIdentifier(name)}`;
  });
  const requests = 'unnest(string_split($1::VARCHAR, chr(0) || chr(0))) AS ballast_request';
  return `SELECT ${requestColumnsSql(definition)},\n  ${broken} AS ballast_broken
FROM (SELECT ${typed.join(', ')} FROM (
  SELECT string_split(ballast_request, chr(0)) AS ballast_parts FROM (SELECT ${requests})))`;
}
