import type { Contract } from '../contracts/contract.ts';
import { inSeconds } from '../duration.ts';
import { quoteIdentifier } from '../sql.ts';
import { featureValueSql } from './feature-value-sql.ts';
import type { WindowView } from './feature-view.ts';
import { hourKnownSql, timestampSql } from './hour-sql.ts';
import { parseAggregate } from './parse-aggregate.ts';
import type { HourRange } from './view-sql.ts';

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
  const lookbackHours = Math.round(inSeconds(view.lookback) / 3_600);
  const aggregates = view.features.map((feature) => {
    const aggregate = parseAggregate(feature.sql);
    if (aggregate === null) {
      throw new Error(
        `Cannot compute feature '${feature.name}': '${feature.sql}' is not avg(…), sum(…) or count(…) of a row's expression`,
      );
    }
    return aggregate;
  });
  const keys = view.entity.map((_, index) => `ballast_key${index}`);
  const parts = aggregates.flatMap(({ argument }, index) =>
    argument === '*'
      ? [`count(*) AS ballast_n${index}`]
      : [`sum(${argument}) AS ballast_t${index}`, `count(${argument}) AS ballast_n${index}`],
  );
  const values = aggregates.map(({ kind }, index) => {
    const total = `sum(ballast_t${index}) OVER past`;
    const count = `sum(ballast_n${index}) OVER past`;
    if (kind === 'count') return count;
    return kind === 'sum' ? total : `${total} / nullif(${count}, 0)`;
  });
  const known = [
    `(${view.availableAt}) IS NOT NULL`,
    ...view.entity.map((column) => `${quoteIdentifier(column)} IS NOT NULL`),
    ...(range === undefined
      ? []
      : [`${hourKnownSql(view.availableAt)} > ${timestampSql(oldestHourThatMatters(view, range))}`]),
  ];
  return `WITH ballast_bucket AS (
  SELECT ${view.entity.map((column, index) => `CAST(${quoteIdentifier(column)} AS VARCHAR) AS ${keys[index]}`).join(', ')},
    ${hourKnownSql(view.availableAt)} AS ballast_hour, count(*) AS ballast_rows, ${parts.join(', ')}
  FROM ${relation} WHERE ${known.join(' AND ')} GROUP BY ALL),
ballast_coverage AS (SELECT ${hourKnownSql(`max(${quoteIdentifier(contract.eventTime)})`)} AS ballast_until FROM ${relation}),
ballast_grid AS (
  SELECT ${keys.join(', ')}, unnest(generate_series(min(ballast_hour), any_value(ballast_until), INTERVAL 1 HOUR)) AS ballast_hour
  FROM ballast_bucket, ballast_coverage GROUP BY ${keys.join(', ')}),
ballast_window AS (
  SELECT ${keys.join(', ')}, ballast_hour, sum(ballast_rows) OVER past AS ballast_rows, ${values
    .map((value, index) => `${value} AS ballast_v${index}`)
    .join(', ')}
  FROM ballast_grid LEFT JOIN ballast_bucket USING (${keys.join(', ')}, ballast_hour)
  WINDOW past AS (PARTITION BY ${keys.join(', ')} ORDER BY ballast_hour ROWS BETWEEN ${lookbackHours - 1} PRECEDING AND CURRENT ROW))
SELECT ${view.entity.map((column, index) => `${keys[index]} AS ${quoteIdentifier(column)}`).join(', ')}, ballast_hour,
  ${view.features
    .map(
      ({ name }, index) =>
        `CASE WHEN ballast_rows > 0 THEN ${featureValueSql({ sql: `ballast_v${index}`, type: 'number' })} END AS ${quoteIdentifier(name)}`,
    )
    .join(', ')}
FROM ballast_window${range === undefined ? '' : ` WHERE ballast_hour >= ${timestampSql(range.from)}`}`;
}

/**
 * An entity without rows after this hour has no value that a lookup could still find: its windows were empty
 * throughout the time that `maximumAge` lets a lookup go back.
 */
function oldestHourThatMatters(view: WindowView, range: HourRange): number {
  return range.from - (inSeconds(view.lookback) + inSeconds(view.maximumAge)) * 1_000;
}
