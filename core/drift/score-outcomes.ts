import type { Kpi } from '../registry/model-definition.ts';
import { type Outcomes, type RocAuc, rocAuc } from './roc-auc.ts';

export interface ConfusionMatrix {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

export interface OutcomeScore extends RocAuc {
  readonly outcomes: number;
  readonly matrix: ConfusionMatrix;
  /** Harmonic mean of precision and recall at the threshold; null where nothing was or was called positive. */
  readonly f1: number | null;
  /** Mean squared difference of probability and outcome; null without outcomes. */
  readonly brier: number | null;
  /** Mean of outcome (1 or 0) less probability: 0.08 means that it came true more often than predicted. */
  readonly residual: number | null;
  /** Standard error of `residual`; null with fewer than two outcomes. */
  readonly residualError: number | null;
}

/** How good predictions were, now that their outcomes are known. */
export function scoreOutcomes(outcomes: Outcomes, threshold: number): OutcomeScore {
  const matrix = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  let squares = 0;
  let residuals = 0;
  outcomes.probabilities.forEach((probability, row) => {
    const positive = outcomes.positive[row]!;
    const called = probability >= threshold;
    if (positive) matrix[called ? 'truePositive' : 'falseNegative']++;
    else matrix[called ? 'falsePositive' : 'trueNegative']++;
    const residual = (positive ? 1 : 0) - probability;
    residuals += residual;
    squares += residual ** 2;
  });
  const rows = outcomes.probabilities.length;
  const wrong = matrix.falsePositive + matrix.falseNegative;
  const relevant = 2 * matrix.truePositive + wrong;
  return {
    ...rocAuc(outcomes),
    outcomes: rows,
    matrix,
    f1: relevant === 0 ? null : (2 * matrix.truePositive) / relevant,
    brier: rows === 0 ? null : squares / rows,
    residual: rows === 0 ? null : residuals / rows,
    residualError:
      rows < 2 ? null : Math.sqrt(Math.max(0, squares - residuals ** 2 / rows) / (rows - 1) / rows),
  };
}

/** What a model's decisions were worth, in the KPI's unit: each cell of the matrix times its value. */
export function kpiValue(matrix: ConfusionMatrix, kpi: Kpi): number {
  return (
    matrix.truePositive * kpi.truePositive +
    matrix.falsePositive * kpi.falsePositive +
    matrix.trueNegative * kpi.trueNegative +
    matrix.falseNegative * kpi.falseNegative
  );
}
