/**
 * Holm's correction: p-values as they must be read when many tests are made at once, so that the chance of
 * even one false alarm among them stays below the level. The smallest is multiplied by the number of tests, the next
 * by one less, and so on, none falling below the one before it.
 *
 * Source: S. Holm, A Simple Sequentially Rejective Multiple Test Procedure (1979).
 * @param pValues in [0, 1], in any order
 * @returns the corrected ones in the same order
 * @example holmCorrection([0.01, 0.04, 0.03]) // [0.03, 0.06, 0.06]
 */
export function holmCorrection(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const corrected: number[] = new Array(pValues.length);
  let previous = 0;
  order.forEach((index, rank) => {
    previous = Math.max(previous, Math.min(1, pValues[index]! * (pValues.length - rank)));
    corrected[index] = previous;
  });
  return corrected;
}
