/** A variant and its share of the traffic, relative to the sum of all weights. */
export interface WeightedVariant {
  readonly name: string;
  readonly weight: number;
}

/**
 * The variant that takes a request: each with the probability weight / sum of weights, so that a
 * variant of weight 0 takes none. Null when no variant has any weight.
 * @param draw uniform in [0, 1)
 */
export function chooseVariant<T extends WeightedVariant>(variants: readonly T[], draw: number): T | null {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  let left = draw * total;
  let last: T | null = null;
  for (const variant of variants) {
    if (variant.weight <= 0) continue;
    if (left < variant.weight) return variant;
    left -= variant.weight;
    last = variant;
  }
  // Rounding can leave a hair above the last weight.
  return last;
}
