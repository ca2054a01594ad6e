import type { FeatureProfile } from './profile.ts';

/** The counts of two profiles of one feature, bin by bin; the last bin holds the nulls. */
export interface BinCounts {
  readonly baseline: readonly number[];
  readonly current: readonly number[];
}

/**
 * Lays two profiles of a feature side by side. A category that one of the two does not name counts as `other`.
 * @throws Error when the two have different types or bins
 */
export function compareBins(name: string, baseline: FeatureProfile, current: FeatureProfile): BinCounts {
  if (baseline.type === 'number' && current.type === 'number') {
    if (baseline.edges.join() !== current.edges.join()) {
      throw new Error(`Cannot compare '${name}': its bins differ; profile it in the baseline's bins`);
    }
    return {
      baseline: [...baseline.counts, baseline.nulls],
      current: [...current.counts, current.nulls],
    };
  }
  if (baseline.type === 'category' && current.type === 'category') {
    const values = Object.keys(baseline.counts).filter((value) => Object.hasOwn(current.counts, value));
    const outside = (profile: typeof baseline) =>
      Object.entries(profile.counts)
        .filter(([value]) => !values.includes(value))
        .reduce((sum, [, count]) => sum + count, profile.other);
    return {
      baseline: [...values.map((value) => baseline.counts[value]!), outside(baseline), baseline.nulls],
      current: [...values.map((value) => current.counts[value]!), outside(current), current.nulls],
    };
  }
  throw new Error(`Cannot compare '${name}': it was a ${baseline.type} and is a ${current.type}`);
}
