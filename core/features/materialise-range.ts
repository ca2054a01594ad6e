import { inSeconds } from '../duration.ts';
import type { DatasetVersionRecord } from '../registry/records.ts';
import { isoWeek } from './iso-week.ts';
import type { DatasetView, HourRange } from './view-sql.ts';

/** Weeks of values that a new version of a dataset brings up to date: late rows older than that stay unseen. */
const weeksKept = 5;
const day = 86_400_000;

/** What is to be computed when a dataset has a new version. */
export interface MaterialiseRange extends HourRange {
  /** Only data files with an event at or after this time can matter; milliseconds since 1970 in UTC. */
  readonly readFrom: number;
}

/**
 * The hours to materialise: whole weeks, the newest of the version and five before it, so that each vector is
 * written whole.
 */
export function materialiseRange(
  version: Pick<DatasetVersionRecord, 'to'>,
  views: readonly DatasetView[],
): MaterialiseRange {
  const from = isoWeek(Date.parse(version.to) - weeksKept * 7 * day).start;
  const reach = Math.max(
    0,
    ...views.map(
      (view) => inSeconds(view.maximumAge) + (view.kind === 'window' ? inSeconds(view.lookback) : 0),
    ),
  );
  // An event may become known days after it happened.
  return { from, readFrom: from - reach * 1_000 - 3 * day };
}
