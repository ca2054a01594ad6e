import { rocAuc } from '../../drift/roc-auc.ts';

/**
 * The area under the ROC curve: the probability that a positive, drawn at random, scores higher than a negative drawn
 * at random, where a tie counts half: the same number that a live version is watched by.
 * @param scores any order-preserving scores, here predicted probabilities
 * @param labels 0 or 1, in the scores' order
 * @returns 0 to 1, 0.5 for scores that say nothing
 * @throws Error when there is no positive or no negative: the area is not defined
 * @see Hanley and McNeil (1982), The meaning and use of the area under a receiver operating characteristic curve
 */
export function auc(scores: Float64Array, labels: Uint8Array): number {
  const { auc, positives, negatives } = rocAuc({
    probabilities: Array.from(scores),
    positive: Array.from(labels, (label) => label === 1),
  });
  if (auc === null) {
    throw new Error(
      `Cannot compute the ROC AUC: ${positives} positives and ${negatives} negatives; both are needed`,
    );
  }
  return auc;
}
