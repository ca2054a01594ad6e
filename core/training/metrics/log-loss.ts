/**
 * The mean negative logarithm of the probability given to what happened (natural logarithm): 0 is certain and right,
 * ln 2 = 0.693 is a coin. Probabilities are kept a machine epsilon away from 0 and 1, so that one certain error
 * costs 36 and not infinity, as scikit-learn does.
 * @param probabilities of the positive class, in [0, 1]
 * @param labels 0 or 1
 */
export function logLoss(probabilities: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (const [row, probability] of probabilities.entries()) {
    const given = labels[row] === 1 ? probability : 1 - probability;
    sum -= Math.log(Math.min(Math.max(given, Number.EPSILON), 1 - Number.EPSILON));
  }
  return sum / probabilities.length;
}
