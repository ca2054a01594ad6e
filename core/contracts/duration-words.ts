import type { Duration } from '../duration.ts';

const units = ['days', 'hours', 'minutes', 'seconds', 'milliseconds'] as const;

/** A duration in words, as it was written: `1 day 12 hours`. */
export function durationWords(duration: Duration): string {
  const parts = units.flatMap((unit) => {
    const count = duration[unit];
    return count === undefined ? [] : [`${count} ${count === 1 ? unit.slice(0, -1) : unit}`];
  });
  return parts.join(' ');
}
