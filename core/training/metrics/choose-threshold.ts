/**
 * The probability from which on a prediction counts as positive so that F1 is largest: one of the predicted
 * probabilities, the highest where several do equally well.
 * @throws Error when there is no positive: every threshold would have an F1 of 0
 */
export function chooseThreshold(probabilities: Float64Array, labels: Uint8Array): number {
  const order = Uint32Array.from(probabilities.keys()).sort((a, b) => probabilities[b]! - probabilities[a]!);
  const positives = labels.reduce((sum, label) => sum + label, 0);
  if (positives === 0) {
    throw new Error(`Cannot choose a threshold: none of ${labels.length} validation rows is positive`);
  }
  let best = { threshold: 0, f1: -1 };
  let truePositives = 0;
  for (let row = 0; row < order.length; row++) {
    truePositives += labels[order[row]!]!;
    const threshold = probabilities[order[row]!]!;
    // Rows with the same probability fall on the same side of any threshold.
    if (row + 1 < order.length && probabilities[order[row + 1]!] === threshold) continue;
    const f1 = (2 * truePositives) / (row + 1 + positives);
    if (f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}
