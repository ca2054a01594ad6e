import { engineType } from '../contracts/cast-sql.ts';
import type { Column } from '../contracts/contract.ts';
import type { ModelDefinition } from '../registry/model-definition.ts';
import { quoteIdentifier } from '../sql.ts';
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

/** The query over one request, whose values are bound as `$1`, `$2`, … in the order of `columns`. */
export function requestSql(
  definition: Pick<ModelDefinition, 'request' | 'features'>,
  columns: readonly Pick<Column, 'name' | 'type'>[],
): string {
  const bound = columns.map(
    ({ name, type }, index) => `CAST($${index + 1} AS ${engineType[type]}) AS ${quoteIdentifier(name)}`,
  );
  return `SELECT ${requestColumnsSql(definition)}\nFROM (SELECT ${bound.join(', ')})`;
}
