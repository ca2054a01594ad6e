import type { Kpi } from '../registry/model-definition.ts';
import { brier } from '../training/metrics/brier.ts';
import { confusion } from '../training/metrics/confusion.ts';
import { f1 } from '../training/metrics/from-confusion.ts';
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
  const probabilities = Float64Array.from(outcomes.probabilities);
  const labels = Uint8Array.from(outcomes.positive, Number);
  const counts = confusion(probabilities, labels, threshold);
  const rows = probabilities.length;
  const relevant = rows - counts.trueNegatives;
  const meanSquare = brier(probabilities, labels);
  const residual =
    probabilities.reduce((sum, probability, row) => sum + labels[row]! - probability, 0) / rows;
  return {
    ...rocAuc(outcomes),
    outcomes: rows,
    matrix: {
      truePositive: counts.truePositives,
      falsePositive: counts.falsePositives,
      trueNegative: counts.trueNegatives,
      falseNegative: counts.falseNegatives,
    },
    f1: relevant === 0 ? null : f1(counts),
    brier: rows === 0 ? null : meanSquare,
    residual: rows === 0 ? null : residual,
    residualError: rows < 2 ? null : Math.sqrt(Math.max(0, meanSquare - residual ** 2) / (rows - 1)),
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
