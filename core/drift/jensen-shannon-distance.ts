/**
 * Jensen–Shannon distance: how far two distributions over bins are apart, from 0 (equal) to 1 (no bin in
 * common). It is the square root of the mean of both distributions' Kullback–Leibler divergence, in bits, from the
 * one halfway between them; unlike the stability index it is bounded and a metric.
 *
 * Source: J. Lin, Divergence Measures Based on the Shannon Entropy (1991); D. Endres and J. Schindelin (2003).
 * @example jensenShannonDistance([10, 0], [0, 10]) // 1
 * @throws Error when the lists differ in length or one of them is empty of rows
 */
export function jensenShannonDistance(baseline: readonly number[], current: readonly number[]): number {
  const [n, m] = [total(baseline), total(current)];
  if (baseline.length !== current.length || !(n > 0) || !(m > 0)) {
    throw new Error(
      `Cannot compare ${baseline.length} bins of ${n} rows with ${current.length} of ${m}: both need the same bins and a row`,
    );
  }
  const divergence = baseline.reduce((sum, count, bin) => {
    const p = count / n;
    const q = current[bin]! / m;
    const half = (p + q) / 2;
    return sum + term(p, half) + term(q, half);
  }, 0);
  return Math.sqrt(Math.min(1, Math.max(0, divergence / 2)));
}

const term = (share: number, half: number): number => (share > 0 ? share * Math.log2(share / half) : 0);
const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
