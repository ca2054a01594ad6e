/**
 * Standard error of an area under the ROC curve from the area and the class counts alone, for where the
 * single predictions are no longer at hand. It supposes exponentially distributed scores, which is a little wide.
 *
 * Source: J. Hanley and B. McNeil, The Meaning and Use of the Area under a Receiver Operating Characteristic
 * Curve (1982).
 * @param auc in [0, 1]
 * @example hanleyMcNeilError(0.7, 200, 800) // 0.0217
 * @throws Error when a class has no row
 */
export function hanleyMcNeilError(auc: number, positives: number, negatives: number): number {
  if (!(positives > 0 && negatives > 0)) {
    throw new Error(
      `Cannot bound an AUC of ${positives} positives and ${negatives} negatives: it needs both`,
    );
  }
  const twoPositives = auc / (2 - auc);
  const twoNegatives = (2 * auc * auc) / (1 + auc);
  const variance =
    auc * (1 - auc) +
    (positives - 1) * (twoPositives - auc ** 2) +
    (negatives - 1) * (twoNegatives - auc ** 2);
  return Math.sqrt(Math.max(0, variance) / (positives * negatives));
}
