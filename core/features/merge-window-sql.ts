import type { Contract } from '../contracts/contract.ts';
import { inSeconds } from '../duration.ts';
import { quoteIdentifier } from '../sql.ts';
import type { WindowView } from './feature-view.ts';
import { windowSums } from './window-sums.ts';
import { bucketSql, windowKeys, windowValuesSql } from './window-view-sql.ts';

/**
 * A window view's values at the moments that are asked for, and at no other: one sorted merge. What became known
 * is added at its hour, taken away again when the lookback has passed, and each moment asked for reads the
 * running sum. It costs one sort of (rows of history and moments), however long the lookback is.
 * Gives the view's entity, `ballast_hour` and its features; equal to `windowViewSql` at these hours.
 * @param asked SQL of the distinct moments: columns `ballast_key0`, … and `ballast_hour`, without nulls
 */
export function mergeWindowSql(
  view: WindowView,
  contract: Contract,
  relation: string,
  asked: string,
): string {
  const keys = windowKeys(view).join(', ');
  const { sums } = windowSums(view, contract);
  const names = sums.map(({ name }) => name);
  const list = (each: (name: string) => string): string => names.map(each).join(', ');
  const running = sums.map(({ name, type }) => `CAST(sum(${name}) OVER past AS ${type}) AS ${name}`);
  // Materialized, so that the engine knows how many rows it is about to sort: otherwise the sort took three times the CPU.
  return `WITH ballast_bucket AS MATERIALIZED (
  ${bucketSql(view, contract, relation)}),
ballast_change AS MATERIALIZED (
  SELECT ${keys}, ballast_hour, false AS ballast_asked, ${list((name) => name)} FROM ballast_bucket
  UNION ALL
  SELECT ${keys}, ballast_hour + INTERVAL '${inSeconds(view.lookback)}' SECOND, false, ${list((name) => `-${name}`)} FROM ballast_bucket
  UNION ALL
  SELECT ${keys}, ballast_hour, true, ${list(() => '0')} FROM (${asked})),
ballast_running AS (
  SELECT ${keys}, ballast_hour, ballast_asked, ${running.join(', ')}
  FROM ballast_change
  WINDOW past AS (PARTITION BY ${keys} ORDER BY ballast_hour, ballast_asked ROWS UNBOUNDED PRECEDING))
SELECT ${view.entity.map((column, index) => `ballast_key${index} AS ${quoteIdentifier(column)}`).join(', ')}, ballast_hour,
  ${windowValuesSql(view, contract)}
FROM ballast_running WHERE ballast_asked`;
}
