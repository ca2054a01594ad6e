import type { Contract } from '../contracts/contract.ts';
import { inSeconds } from '../duration.ts';
import type { DatasetVersionRecord } from '../registry/records.ts';
import { isoWeek } from './iso-week.ts';
import type { DatasetView, HourRange } from './view-sql.ts';

/** Weeks of values that a new version of a dataset brings up to date: late rows older than that stay unseen. */
const weeksKept = 5;
/** Weeks ahead of now for which values are made: requests may ask as of a time to come, such as a departure. */
const weeksAhead = 5;
const hour = 3_600_000;
const week = 7 * 24 * hour;

/** What is to be computed when a dataset has a new version. */
export interface MaterialiseRange extends HourRange {
  readonly to: number;
  /**
   * Only data files with an event at or after this time can matter; milliseconds since 1970 in UTC. Null where every
   * file may: a view does not say how late a row of it can become known.
   */
  readonly readFrom: number | null;
}

/**
 * The hours to materialise: whole weeks, the newest of the version and five before it, so that each vector is
 * written whole. An event that lies ahead of now, perhaps by a century, does not move them.
 * @param now milliseconds since 1970 in UTC
 */
export function materialiseRange(
  version: Pick<DatasetVersionRecord, 'to'>,
  views: readonly { readonly view: DatasetView; readonly contract: Pick<Contract, 'eventTime'> }[],
  now: number,
): MaterialiseRange {
  const newest = Math.min(Date.parse(version.to), now);
  const from = isoWeek(newest - weeksKept * week).start;
  const to = isoWeek(now + weeksAhead * week).start + week - hour;
  let reach = 0;
  for (const { view, contract } of views) {
    const delay = longestDelay(view, contract);
    if (delay === null) return { from, to, readFrom: null };
    const lookback = view.kind === 'window' ? inSeconds(view.lookback) : 0;
    reach = Math.max(reach, inSeconds(view.maximumAge) + lookback + delay);
  }
  // What becomes known within an hour counts from the next.
  return { from, to, readFrom: from - reach * 1_000 - hour };
}

/** How long after the contract's event time a row of a view may become known, in seconds; null where nothing says so. */
function longestDelay(view: DatasetView, contract: Pick<Contract, 'eventTime'>): number | null {
  if (view.eventTime.trim() !== contract.eventTime) return null;
  if (view.availableAt === undefined) return inSeconds(view.availabilityDelay ?? {});
  return view.maximumDelay === undefined ? null : inSeconds(view.maximumDelay);
}
