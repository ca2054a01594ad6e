/**
 * Brier's score: the mean squared distance of the probability from what happened, 0 (best) to 1.
 * @param probabilities of the positive class, in [0, 1]
 * @param labels 0 or 1
 * @see Brier (1950), Verification of forecasts expressed in terms of probability
 */
export function brier(probabilities: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (const [row, probability] of probabilities.entries()) sum += (probability - labels[row]!) ** 2;
  return sum / probabilities.length;
}
