import type { Contract } from '../contracts/contract.ts';
import { inSeconds } from '../duration.ts';
import { quoteIdentifier } from '../sql.ts';
import { availableAtSql } from './available-at-sql.ts';
import type { WindowView } from './feature-view.ts';
import { cellInSeconds, hourKnownSql, timestampSql } from './hour-sql.ts';
import type { HourRange } from './view-sql.ts';
import { windowSums } from './window-sums.ts';

/** Names of the entity's columns between the subqueries. */
export const windowKeys = (view: Pick<WindowView, 'entity'>): string[] =>
  view.entity.map((_, index) => `ballast_key${index}`);

/** SQL of the hour up to which a dataset's windows are known: that of its newest event. */
export const coverageSql = (view: Pick<WindowView, 'grid'>, contract: Contract, relation: string): string =>
  `SELECT ${hourKnownSql(`max(${quoteIdentifier(contract.eventTime)})`, view.grid)} AS ballast_until FROM ${relation}`;

/**
 * The rows of a dataset added up by entity and the hour in which they became known: what every window is made of.
 * @param after rows that became known at or before this SQL moment are left out
 */
export function bucketSql(view: WindowView, contract: Contract, relation: string, after?: string): string {
  const available = availableAtSql(view);
  const keys = windowKeys(view);
  const known = [
    `${available} IS NOT NULL`,
    ...view.entity.map((column) => `${quoteIdentifier(column)} IS NOT NULL`),
    ...(after === undefined ? [] : [`${hourKnownSql(available, view.grid)} > ${after}`]),
  ];
  return `SELECT ${view.entity.map((column, index) => `CAST(${quoteIdentifier(column)} AS VARCHAR) AS ${keys[index]}`).join(', ')},
    ${hourKnownSql(available, view.grid)} AS ballast_hour, ${windowSums(view, contract)
      .sums.map(({ name, bucket }) => `${bucket} AS ${name}`)
      .join(', ')}
  FROM ${relation} WHERE ${known.join(' AND ')} GROUP BY ALL`;
}

/** SQL of a window view's features over the summed columns: a window without rows has no value, not even 0. */
export function windowValuesSql(view: WindowView, contract: Contract): string {
  const { values } = windowSums(view, contract);
  return view.features
    .map(
      ({ name }, index) =>
        `CASE WHEN ballast_rows > 0 THEN CAST((${values[index]!}) AS DOUBLE) END AS ${quoteIdentifier(name)}`,
    )
    .join(', ');
}

/**
 * The table of a view's values: one row per entity and hour, from the first hour in which the entity had a
 * row until the hour of the dataset's newest event. Rows are first summed by the hour in which they became
 * known, then the hours of the lookback are summed: linear in the data, and sums of sums merge. A window
 * without rows has no value, not even a count of 0.
 * @param range output only these hours, reading no rows from before they can matter
 * @throws Error when a feature is not `avg`, `sum` or `count`
 */
export function windowViewSql(
  view: WindowView,
  contract: Contract,
  relation: string,
  range?: HourRange,
): string {
  const cell = view.grid ?? 'hour';
  const cells = Math.round(inSeconds(view.lookback) / cellInSeconds[cell]);
  const keys = windowKeys(view);
  const { sums } = windowSums(view, contract);
  const after = range === undefined ? undefined : timestampSql(oldestHourThatMatters(view, range));
  // One event a century ahead would make a row for each of its hours.
  const until = range?.to === undefined ? 'ballast_until' : `least(ballast_until, ${timestampSql(range.to)})`;
  return `WITH ballast_bucket AS (
  ${bucketSql(view, contract, relation, after)}),
ballast_coverage AS (${coverageSql(view, contract, relation)}),
ballast_grid AS (
  SELECT ${keys.join(', ')}, unnest(generate_series(min(ballast_hour), any_value(${until}), INTERVAL 1 ${cell})) AS ballast_hour
  FROM ballast_bucket, ballast_coverage GROUP BY ${keys.join(', ')}),
ballast_window AS (
  SELECT ${keys.join(', ')}, ballast_hour, ${sums.map(({ name }) => `sum(${name}) OVER past AS ${name}`).join(', ')}
  FROM ballast_grid LEFT JOIN ballast_bucket USING (${keys.join(', ')}, ballast_hour)
  WINDOW past AS (PARTITION BY ${keys.join(', ')} ORDER BY ballast_hour ROWS BETWEEN ${cells - 1} PRECEDING AND CURRENT ROW))
SELECT ${view.entity.map((column, index) => `${keys[index]} AS ${quoteIdentifier(column)}`).join(', ')}, ballast_hour,
  ${windowValuesSql(view, contract)}
FROM ballast_window${range === undefined ? '' : ` WHERE ballast_hour >= ${timestampSql(range.from)}`}`;
}

/**
 * An entity without rows after this hour has no value that a lookup could still find: its windows were empty
 * throughout the time that `maximumAge` lets a lookup go back.
 */
function oldestHourThatMatters(view: WindowView, range: HourRange): number {
  return range.from - (inSeconds(view.lookback) + inSeconds(view.maximumAge)) * 1_000;
}
