/**
 * SQL of the hour from which on something is known: the full hour at or after a time. What becomes known
 * at 10:01 is part of no feature before 11:00.
 */
export const hourKnownSql = (time: string): string =>
  `date_trunc('hour', CAST((${time}) AS TIMESTAMP) + INTERVAL '3599.999999' SECOND)`;

/** SQL of the hour as of which features are looked up: the full hour at or before a time. */
export const hourAskedSql = (time: string): string => `date_trunc('hour', CAST((${time}) AS TIMESTAMP))`;

/** SQL of a moment. */
export const timestampSql = (milliseconds: number): string =>
  `TIMESTAMP '${new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '')}'`;
