import type { LatencyMinute } from './variant-metrics.ts';

const percentiles = [
  [10, 'p10'],
  [25, 'p25'],
  [50, 'p50'],
  [75, 'p75'],
  [90, 'p90'],
] as const;

/**
 * How many requests were, for certain, slower than a limit: a lower bound from the percentiles alone.
 * If the 75th percentile of 40 requests lies above the limit, then so do all those of a higher rank: 10.
 * @example slowerThan([{ requests: 40, p10: 5, p25: 6, p50: 7, p75: 30, p90: 31 }], 20) // 10
 */
export function slowerThan(minutes: readonly LatencyMinute[], limitInMilliseconds: number): number {
  let slower = 0;
  for (const minute of minutes) {
    const lowest = percentiles.find(([, name]) => minute[name] > limitInMilliseconds);
    if (lowest === undefined || minute.requests === 0) continue;
    // The percentile is interpolated between two ranks: only the upper of the two is certain to be slower.
    slower += minute.requests - Math.ceil((lowest[0] / 100) * (minute.requests - 1));
  }
  return slower;
}
