const isoTime =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})0*)?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)?)?$/;

/**
 * An ISO 8601 time as `YYYY-MM-DD HH:MM:SS.sss` in UTC (six digits where its microseconds need them), which DuckDB reads as it
 * is; a time without an offset is UTC. The very times that `castSql` takes from a file: each part is checked as it is written,
 * an offset is at most 14 hours, zeros after the microseconds say nothing.
 * Null where it is none, or not from 1900 until 2199.
 */
export function utcTime(text: string): string | null {
  const parts = isoTime.exec(text);
  if (parts === null) return null;
  const number = (index: number): number => Number(parts[index] ?? 0);
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map(number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // 1899 and 2200 because an offset may lead over the new year.
  if (year < 1899 || year > 2200 || month < 1 || month > 12) return null;
  if (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const [offsetHours, offsetMinutes] = [number(9), number(10)];
  const offset = offsetHours * 60 + offsetMinutes;
  if (offsetMinutes > 59 || offset > 14 * 60) return null;
  const date = new Date(
    Date.UTC(year, month - 1, day, hour, minute, second) - (parts[8] === '-' ? -offset : offset) * 60_000,
  );
  if (date.getUTCFullYear() < 1900 || date.getUTCFullYear() >= 2200) return null;
  const fraction = (parts[7] ?? '').padEnd(6, '0').replace(/000$/, '');
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${fraction}`;
}
