const hour = 3_600_000;
const day = 24 * hour;

/** Hours of a week: an ISO week in UTC has neither gaps nor repeats. */
export const hoursInWeek = 168;

/** The ISO 8601 week of a time: it begins on Monday 00:00 UTC and belongs to the year of its Thursday. */
export interface IsoWeek {
  /** `2013-W18`; names sort in order of time. */
  readonly name: string;
  /** First millisecond, since 1970 in UTC. */
  readonly start: number;
}

/**
 * The ISO week that holds a time.
 * @param time milliseconds since 1970 in UTC
 * @example isoWeek(Date.UTC(2013, 11, 31)).name // '2014-W01'
 */
export function isoWeek(time: number): IsoWeek {
  const daysSinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  const start = Math.floor(time / day) * day - daysSinceMonday * day;
  const thursday = start + 3 * day;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * day)) + 1;
  return { name: `${year}-W${String(week).padStart(2, '0')}`, start };
}

/** The weeks that overlap `[from, to]`, oldest first. */
export function isoWeeksBetween(from: number, to: number): IsoWeek[] {
  const weeks: IsoWeek[] = [];
  for (let start = isoWeek(from).start; start <= to; start += 7 * day) weeks.push(isoWeek(start));
  return weeks;
}
