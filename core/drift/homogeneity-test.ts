import { regularizedGammaQ } from './regularized-gamma.ts';

export interface HomogeneityTest {
  readonly statistic: number;
  /** Bins that hold a row on either side, less one. */
  readonly degreesOfFreedom: number;
  /** In [0, 1]; 1 when there is nothing to tell apart. Never NaN. */
  readonly pValue: number;
}

/**
 * Pearson's chi-square test of homogeneity: could both lists of counts come from one distribution? Each side
 * is compared with what the pooled shares would give it. It answers whether a difference is more than chance, not
 * whether it matters: with millions of rows every difference is significant, so it never stands alone here.
 * Rows that depend on each other (a day's weather) make it too sure.
 *
 * Source: K. Pearson (1900); A. Agresti, Categorical Data Analysis, 3.2.
 * @example homogeneityTest([30, 20], [15, 35]).pValue // 0.00253
 * @throws Error when the lists differ in length
 */
export function homogeneityTest(baseline: readonly number[], current: readonly number[]): HomogeneityTest {
  if (baseline.length !== current.length) {
    throw new Error(
      `Cannot compare bins: the baseline has ${baseline.length}, the current distribution ${current.length}`,
    );
  }
  const [n, m] = [total(baseline), total(current)];
  if (n === 0 || m === 0) return { statistic: 0, degreesOfFreedom: 0, pValue: 1 };
  let statistic = 0;
  let used = 0;
  baseline.forEach((count, bin) => {
    const pooled = count + current[bin]!;
    if (pooled === 0) return;
    used++;
    const expected = (pooled * n) / (n + m);
    // The other side's difference is the same number with the other sign.
    statistic += (count - expected) ** 2 * (1 / expected + 1 / (pooled - expected));
  });
  if (used < 2) return { statistic: 0, degreesOfFreedom: 0, pValue: 1 };
  return {
    statistic,
    degreesOfFreedom: used - 1,
    pValue: regularizedGammaQ((used - 1) / 2, statistic / 2),
  };
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
