/** `2013-04-30 05:00Z`: a time in UTC, to the minute. Null is null. */
export const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')}Z`;

/** `2013-04-30 05:00:12Z`: to the second, where several things happen in one minute. */
export const second = (at: string): string => `${at.slice(0, 19).replace('T', ' ')}Z`;

/** `2013-04-30`. */
export const day = (at: string): string => at.slice(0, 10);

/** How long ago: `12 s`, `3 min`, `5 h`, `9 d`. A time that is still to come counts as now. */
export function age(at: string, now: Date): string {
  const seconds = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 1_000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Three decimals for a metric in [0, 1] or near it; `-` where there is none. */
export const metric = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : value.toFixed(3);

/** A whole number with its thousands apart: `27,004`. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** The first 12 characters of a digest or commit. An uncommitted tree keeps its mark. */
export const short = (digest: string): string => digest.replace(/[0-9a-f]{13,}/g, (hex) => hex.slice(0, 12));

/** `10 %`. */
export const percent = (weight: number): string => `${Math.round(weight * 10) / 10} %`;
