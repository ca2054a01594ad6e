import type { Contract } from '../contracts/contract.ts';
import { inSeconds } from '../duration.ts';
import { quoteIdentifier } from '../sql.ts';
import type { LatestView } from './feature-view.ts';
import { latestViewSql } from './latest-view-sql.ts';

/**
 * A latest view's values at the moments that are asked for: the newest row at or before each, not older than the
 * view's `maximumAge`. The ordered search runs once for each distinct moment, not for each row that asks.
 * @param asked as for `mergeWindowSql`
 */
export function mergeLatestSql(
  view: LatestView,
  contract: Contract,
  relation: string,
  asked: string,
): string {
  const entity = view.entity.map(quoteIdentifier);
  const same = entity.map((column, index) => `asked.ballast_key${index} = known.${column}`);
  return `SELECT ${entity.map((column) => `known.${column}`).join(', ')}, asked.ballast_hour, ${view.features
    .map(({ name }) => `known.${quoteIdentifier(name)}`)
    .join(', ')}
FROM (${asked}) AS asked ASOF JOIN (
${latestViewSql(view, contract, relation)}) AS known
  ON ${[...same, 'asked.ballast_hour >= known.ballast_hour'].join(' AND ')}
WHERE asked.ballast_hour - known.ballast_hour <= INTERVAL '${inSeconds(view.maximumAge)}' SECOND`;
}
