/** A share below this counts as this much, so that an empty bin does not make the index infinite. */
const smallestShare = 1e-4;

/**
 * Population stability index: how far a distribution over bins has moved, as the sum over the bins of
 * (q − p) · ln(q / p), with p and q the baseline's and the current share. It is 0 for equal shares; by an old rule
 * of credit scoring, below 0.1 is no change, 0.1 to 0.25 some, above 0.25 a large one. It is the sum of both
 * Kullback–Leibler divergences.
 *
 * Source: N. Siddiqi, Credit Risk Scorecards (2006); B. Yurdakul, Statistical Properties of Population
 * Stability Index (2018).
 * @example populationStabilityIndex([50, 50], [60, 40]) // 0.0405
 * @throws Error when the lists differ in length or one of them is empty of rows
 */
export function populationStabilityIndex(baseline: readonly number[], current: readonly number[]): number {
  const p = shares(baseline);
  const q = shares(current);
  if (p.length !== q.length) {
    throw new Error(
      `Cannot compare bins: the baseline has ${p.length}, the current distribution ${q.length}`,
    );
  }
  return p.reduce((sum, share, bin) => sum + (q[bin]! - share) * Math.log(q[bin]! / share), 0);
}

/**
 * The index that chance alone gives on average when nothing has moved: (bins − 1) · (1/n + 1/m), with bins that
 * are empty on both sides not counted. Few rows in many bins look like drift; what exceeds this does not come
 * from that.
 *
 * Source: Yurdakul (2018): under no change, the index divided by (1/n + 1/m) is chi-square distributed with
 * (bins − 1) degrees of freedom.
 */
export function stabilityIndexByChance(baseline: readonly number[], current: readonly number[]): number {
  const used = baseline.filter((count, bin) => count + current[bin]! > 0).length;
  return Math.max(0, used - 1) * (1 / total(baseline) + 1 / total(current));
}

function shares(counts: readonly number[]): number[] {
  const rows = total(counts);
  if (!(rows > 0)) throw new Error(`Cannot take shares of ${rows} rows: a distribution needs at least one`);
  return counts.map((count) => Math.max(count / rows, smallestShare));
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
