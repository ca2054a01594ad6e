import { describe, expect, it } from 'vitest';
import { slowerThan } from '../../../core/rollout/slower-than.ts';
import { seededRandom } from './seeded-random.ts';

/** Linear interpolation between ranks, the definition that CloudWatch's percentiles come closest to. */
function percentile(sorted: readonly number[], percent: number): number {
  const rank = (percent / 100) * (sorted.length - 1);
  const low = Math.floor(rank);
  const high = Math.ceil(rank);
  return sorted[low]! + (sorted[high]! - sorted[low]!) * (rank - low);
}

describe('slowerThan', () => {
  it('counts the ranks above the lowest percentile that exceeds the limit', () => {
    expect(slowerThan([{ requests: 40, p10: 5, p25: 6, p50: 7, p75: 30, p90: 31 }], 20)).toBe(10);
    expect(slowerThan([{ requests: 10, p10: 25, p25: 26, p50: 27, p75: 30, p90: 31 }], 20)).toBe(9);
    expect(slowerThan([{ requests: 40, p10: 5, p25: 6, p50: 7, p75: 8, p90: 9 }], 20)).toBe(0);
    expect(slowerThan([], 20)).toBe(0);
  });

  it('adds the minutes up', () => {
    const minute = { requests: 40, p10: 5, p25: 6, p50: 7, p75: 30, p90: 31 };
    expect(slowerThan([minute, minute], 20)).toBe(20);
  });

  it('never counts more requests than were slower', () => {
    const random = seededRandom(7);
    for (let trial = 0; trial < 500; trial++) {
      const count = 1 + Math.floor(random() * 60);
      const sorted = Array.from({ length: count }, () => random() * 40).sort((a, b) => a - b);
      const limit = random() * 40;
      const [p10, p25, p50, p75, p90] = [10, 25, 50, 75, 90].map((percent) => percentile(sorted, percent));
      const minute = { requests: count, p10: p10!, p25: p25!, p50: p50!, p75: p75!, p90: p90! };
      expect(slowerThan([minute], limit)).toBeLessThanOrEqual(sorted.filter((value) => value > limit).length);
    }
  });
});
