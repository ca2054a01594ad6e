/** How often a threshold was right and wrong, by what happened. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Counts the four cells: a probability at or above the threshold is a positive prediction. */
export function confusion(probabilities: Float64Array, labels: Uint8Array, threshold: number): Confusion {
  let truePositives = 0;
  let falsePositives = 0;
  let positives = 0;
  for (const [row, probability] of probabilities.entries()) {
    const label = labels[row]!;
    positives += label;
    if (probability < threshold) continue;
    if (label === 1) truePositives++;
    else falsePositives++;
  }
  const negatives = probabilities.length - positives;
  return {
    truePositives,
    falsePositives,
    trueNegatives: negatives - falsePositives,
    falseNegatives: positives - truePositives,
  };
}
