import type { Grid } from './feature-view.ts';

/** One microsecond less than a cell, in seconds: what is known at 10:00:00 sharp counts at 10:00. */
const nearly: Readonly<Record<Grid, string>> = { hour: '3599.999999', minute: '59.999999' };

/**
 * SQL of the hour from which on something is known: the full hour at or after a time. What becomes known
 * at 10:01 is part of no feature before 11:00. On a grid of minutes, the full minute.
 */
export const hourKnownSql = (time: string, grid: Grid = 'hour'): string =>
  `date_trunc('${grid}', CAST((${time}) AS TIMESTAMP) + INTERVAL '${nearly[grid]}' SECOND)`;

/** SQL of the hour as of which features are looked up: the full hour (or minute) at or before a time. */
export const hourAskedSql = (time: string, grid: Grid = 'hour'): string =>
  `date_trunc('${grid}', CAST((${time}) AS TIMESTAMP))`;

/** Seconds of a grid's cell. */
export const cellInSeconds: Readonly<Record<Grid, number>> = { hour: 3_600, minute: 60 };

/** SQL of a moment. */
export const timestampSql = (milliseconds: number): string =>
  `TIMESTAMP '${new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '')}'`;
