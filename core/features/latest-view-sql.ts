import type { Contract } from '../contracts/contract.ts';
import { quoteIdentifier } from '../sql.ts';
import { availableAtSql } from './available-at-sql.ts';
import { featureValueSql } from './feature-value-sql.ts';
import type { LatestView } from './feature-view.ts';
import { hourKnownSql, timestampSql } from './hour-sql.ts';
import type { HourRange } from './view-sql.ts';

/**
 * The table of a view's values: one row per entity and hour in which a row became known, with the newest
 * such row's features. Of rows that became known at the same moment, the last by the contract's key counts.
 */
export function latestViewSql(
  view: LatestView,
  contract: Contract,
  relation: string,
  range?: HourRange,
): string {
  const available = availableAtSql(view);
  const hour = hourKnownSql(available, view.grid);
  const entity = view.entity.map(quoteIdentifier);
  const ties = contract.key.map((column) => `${quoteIdentifier(column)} DESC`);
  const known = [
    `${available} IS NOT NULL`,
    ...entity.map((column) => `${column} IS NOT NULL`),
    ...(range === undefined ? [] : [`${hour} >= ${timestampSql(range.from)}`]),
    ...(range?.to === undefined ? [] : [`${hour} <= ${timestampSql(range.to)}`]),
  ];
  return `SELECT ${entity.map((column) => `CAST(${column} AS VARCHAR) AS ${column}`).join(', ')},
  ${hour} AS ballast_hour,
  ${view.features.map((feature) => `${featureValueSql(feature)} AS ${quoteIdentifier(feature.name)}`).join(', ')}
FROM ${relation}
WHERE ${known.join(' AND ')}
QUALIFY row_number() OVER (
  PARTITION BY ${[...entity, hour].join(', ')} ORDER BY ${[`${available} DESC`, ...ties].join(', ')}) = 1`;
}
