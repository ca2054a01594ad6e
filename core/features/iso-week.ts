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

/** The first Monday since 1970. */
const firstMonday = Date.UTC(1970, 0, 5);

/** Names by the week's start: a request asks for the same few, hundreds of times. */
const names = new Map<number, string>();
const namesKept = 1_000;

/**
 * The ISO week that holds a time.
 * @param time milliseconds since 1970 in UTC
 * @example isoWeek(Date.UTC(2013, 11, 31)).name // '2014-W01'
 */
export function isoWeek(time: number): IsoWeek {
  const start = Math.floor((time - firstMonday) / (7 * day)) * 7 * day + firstMonday;
  let name = names.get(start);
  if (name === undefined) {
    name = nameOfWeek(start);
    if (names.size >= namesKept) names.clear();
    names.set(start, name);
  }
  return { name, start };
}

function nameOfWeek(start: number): string {
  const thursday = start + 3 * day;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * day)) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The weeks that overlap `[from, to]`, oldest first. */
export function isoWeeksBetween(from: number, to: number): IsoWeek[] {
  const weeks: IsoWeek[] = [];
  for (let start = isoWeek(from).start; start <= to; start += 7 * day) weeks.push(isoWeek(start));
  return weeks;
}
