import { utcTime } from './utc-time.ts';

/**
 * Whether a number is less than another, or a time before another, both in any text that `utcTime` reads. False where the two
 * cannot be compared: a number with a time, or what is neither.
 */
export function isLess(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return one < other;
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  const [earlier, later] = [utcTime(one), utcTime(other)];
  // In UTC, with years of four digits and fractions at the end, texts are in the order of their times.
  return earlier !== null && later !== null && earlier < later;
}
