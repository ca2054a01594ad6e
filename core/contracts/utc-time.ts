const isoTime = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * An ISO 8601 time as `YYYY-MM-DD HH:MM:SS.sss` in UTC, which DuckDB reads as it is; a time without an offset is UTC.
 * Null where it is none, or not from 1900 until 2199.
 */
export function utcTime(text: string): string | null {
  if (!isoTime.test(text)) return null;
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(text) || !/[T ]/.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(' ', 'T'));
  if (Number.isNaN(time)) return null;
  const date = new Date(time);
  // Date.parse takes 30 February for 2 March.
  if (!/[+-]\d{2}:\d{2}$/.test(zoned) && date.getUTCDate() !== Number(text.slice(8, 10))) return null;
  if (date.getUTCFullYear() < 1900 || date.getUTCFullYear() >= 2200) return null;
  return date.toISOString().replace('T', ' ').replace('Z', '');
}
