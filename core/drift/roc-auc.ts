/** Predictions with what came true, in the same order. */
export interface Outcomes {
  readonly probabilities: readonly number[];
  readonly positive: readonly boolean[];
}

export interface RocAuc {
  /** In [0, 1]; 0.5 is a coin. Null where one of the classes is missing. */
  readonly auc: number | null;
  /** By DeLong; null with fewer than two of a class. */
  readonly standardError: number | null;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Area under the ROC curve: the chance that a positive got a higher probability than a negative, ties
 * counting half. From midranks, in O(n log n); its standard error from how much each row's placement varies.
 *
 * Source: E. DeLong et al., Comparing the Areas under Two or More Correlated ROC Curves (1988); X. Sun and
 * W. Xu, Fast Implementation of DeLong's Algorithm (2014).
 * @example rocAuc({ probabilities: [0.1, 0.4, 0.35, 0.8], positive: [false, false, true, true] }).auc // 0.75
 */
export function rocAuc({ probabilities, positive }: Outcomes): RocAuc {
  const positiveScores = probabilities.filter((_, row) => positive[row]);
  const negativeScores = probabilities.filter((_, row) => !positive[row]);
  const [positives, negatives] = [positiveScores.length, negativeScores.length];
  if (positives === 0 || negatives === 0) return { auc: null, standardError: null, positives, negatives };

  const among = midranks([...positiveScores, ...negativeScores]);
  const amongPositives = midranks(positiveScores);
  const amongNegatives = midranks(negativeScores);
  /** Share of the other class that each row is on the right side of. */
  const placedAbove = amongPositives.map((rank, i) => (among[i]! - rank) / negatives);
  const placedBelow = amongNegatives.map((rank, j) => 1 - (among[positives + j]! - rank) / positives);
  const auc = mean(placedAbove);
  const standardError =
    positives < 2 || negatives < 2
      ? null
      : Math.sqrt(variance(placedAbove) / positives + variance(placedBelow) / negatives);
  return { auc, standardError, positives, negatives };
}

/** Ranks from 1; equal values share the mean of their ranks. */
function midranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks: number[] = new Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1]!] === values[order[start]!]) end++;
    for (let at = start; at <= end; at++) ranks[order[at]!] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}
