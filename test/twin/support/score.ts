/** Scores of probabilities against what happened (0 or 1), each straight from its definition. */
export interface Scores {
  readonly auc: number;
  readonly f1: number;
  readonly logLoss: number;
  readonly brier: number;
  readonly precision: number;
  readonly recall: number;
  readonly accuracy: number;
}

/** @param threshold probability from which a prediction counts as positive */
export function score(
  probabilities: readonly number[],
  labels: readonly number[],
  threshold: number,
): Scores {
  const rows = probabilities.map((probability, index) => ({ probability, label: labels[index]! }));
  const count = (of: (row: (typeof rows)[number]) => boolean): number => rows.filter(of).length;
  const mean = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const hits = count(({ probability, label }) => probability >= threshold && label === 1);
  const flagged = count(({ probability }) => probability >= threshold);
  const positives = count(({ label }) => label === 1);
  const precision = hits / flagged;
  const recall = hits / positives;
  return {
    auc: auc(rows),
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
    accuracy: mean(({ probability, label }) => (probability >= threshold === (label === 1) ? 1 : 0)),
    brier: mean(({ probability, label }) => (probability - label) ** 2),
    logLoss: mean(({ probability, label }) => -Math.log(label === 1 ? probability : 1 - probability)),
  };
}

/** Share of the pairs of a positive and a negative that are ranked rightly; a tie is half a pair. */
function auc(rows: readonly { readonly probability: number; readonly label: number }[]): number {
  const byProbability = new Map<number, { positives: number; negatives: number }>();
  for (const { probability, label } of rows) {
    const tied = byProbability.get(probability) ?? { positives: 0, negatives: 0 };
    if (label === 1) tied.positives++;
    else tied.negatives++;
    byProbability.set(probability, tied);
  }
  let right = 0;
  let negativesBelow = 0;
  let positives = 0;
  for (const [, tied] of [...byProbability].sort(([a], [b]) => a - b)) {
    right += tied.positives * (negativesBelow + tied.negatives / 2);
    negativesBelow += tied.negatives;
    positives += tied.positives;
  }
  return right / (positives * negativesBelow);
}
