/**
 * The area under the ROC curve: the probability that a positive, drawn at random, scores higher than a negative drawn
 * at random, where a tie counts half. From the ranks of the scores (Mann and Whitney's U), tied scores sharing the
 * mean of their ranks.
 * @param scores any order-preserving scores, here predicted probabilities
 * @param labels 0 or 1, in the scores' order
 * @returns 0 to 1, 0.5 for scores that say nothing
 * @throws Error when there is no positive or no negative: the area is not defined
 * @see Hanley and McNeil (1982), The meaning and use of the area under a receiver operating characteristic curve
 */
export function auc(scores: Float64Array, labels: Uint8Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  let positives = 0;
  let rankSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tiedPositives = 0;
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) {
      tiedPositives += labels[order[end]!]!;
      end++;
    }
    rankSum += tiedPositives * ((start + 1 + end) / 2);
    positives += tiedPositives;
    start = end;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) {
    throw new Error(
      `Cannot compute the ROC AUC: ${positives} positives and ${negatives} negatives; both are needed`,
    );
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}
