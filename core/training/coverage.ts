import type { DatasetVersionRecord } from '../registry/records.ts';

/** The time for which every dataset of a model has data. */
export interface Coverage {
  /** ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  /** Calendar days in UTC, the first and the last included; 0 where the datasets do not overlap. */
  readonly days: number;
}

const dayNumber = (time: string): number => Math.floor(Date.parse(time) / 86_400_000);

/** The time that all the datasets cover. */
export function coverage(versions: readonly Pick<DatasetVersionRecord, 'from' | 'to'>[]): Coverage {
  const from = new Date(Math.max(...versions.map((version) => Date.parse(version.from)))).toISOString();
  const to = new Date(Math.min(...versions.map((version) => Date.parse(version.to)))).toISOString();
  return { from, to, days: Math.max(0, dayNumber(to) - dayNumber(from) + 1) };
}

/** Calendar days in UTC by which one coverage ends later than another; negative where it ends earlier. */
export const newDays = (now: Coverage, before: Coverage): number => dayNumber(now.to) - dayNumber(before.to);
