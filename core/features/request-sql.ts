import { engineType } from '../contracts/cast-sql.ts';
import type { Column } from '../contracts/contract.ts';
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

const separator = '\0';

/**
 * The values of one column, of one request after the other, as one text to be bound: `requestSql` takes it apart
 * again. Null is an empty part, everything else its text after a `=`.
 * @throws Error where a text holds a NUL, which no column's type admits
 */
export function boundColumn(values: readonly RequestValue[]): string {
  return values
    .map((value) => {
      if (value === null) return '';
      if (Object.is(value, -0)) return '=-0.0';
      const text = String(value);
      if (text.includes(separator)) {
        throw new Error('Cannot bind a text with a NUL character: no column of a contract admits one');
      }
      return `=${text}`;
    })
    .join(separator);
}

/**
 * The query over requests, a row each and in their order. Each column's values are bound as one text by
 * `boundColumn`, as `$1`, `$2`, … in the order of `columns`.
 * @param broken VARCHAR expression over the columns: the rules that a request breaks
 */
export function requestSql(
  definition: Pick<ModelDefinition, 'request' | 'features'>,
  columns: readonly Pick<Column, 'name' | 'type'>[],
  broken = "''",
): string {
  const parts = columns.map(
    (_, index) => `unnest(string_split($${index + 1}::VARCHAR, chr(0))) AS ballast_part${index}`,
  );
  const typed = columns.map(
    ({ name, type }, index) =>
      `CAST(CASE WHEN ballast_part${index} <> '' THEN substr(ballast_part${index}, 2) END AS ${engineType[type]}) AS ${quoteIdentifier(name)}`,
  );
  return `SELECT ${requestColumnsSql(definition)},\n  ${broken} AS ballast_broken
FROM (SELECT ${typed.join(', ')} FROM (SELECT ${parts.join(', ')}))`;
}
