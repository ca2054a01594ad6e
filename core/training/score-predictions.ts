import type { MetricName } from '../registry/model-definition.ts';
import { auc } from './metrics/auc.ts';
import { brier } from './metrics/brier.ts';
import { confusion } from './metrics/confusion.ts';
import { accuracy, f1, precision, recall } from './metrics/from-confusion.ts';
import { logLoss } from './metrics/log-loss.ts';

/** Predicted probabilities of the positive class with what happened (0 or 1), row by row. */
export interface Predictions {
  readonly probabilities: Float64Array;
  readonly labels: Uint8Array;
}

/**
 * Every metric of a set of predictions.
 * @param threshold probability from which a prediction counts as positive
 */
export function scorePredictions(
  { probabilities, labels }: Predictions,
  threshold: number,
): Record<MetricName, number> {
  const cells = confusion(probabilities, labels, threshold);
  return {
    auc: auc(probabilities, labels),
    f1: f1(cells),
    logLoss: logLoss(probabilities, labels),
    brier: brier(probabilities, labels),
    accuracy: accuracy(cells),
    precision: precision(cells),
    recall: recall(cells),
    rows: probabilities.length,
  };
}
