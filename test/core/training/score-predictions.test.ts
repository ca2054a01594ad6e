import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { auc } from '../../../core/training/metrics/auc.ts';
import { chooseThreshold } from '../../../core/training/metrics/choose-threshold.ts';
import { type Confusion, confusion } from '../../../core/training/metrics/confusion.ts';
import { f1, precision, recall } from '../../../core/training/metrics/from-confusion.ts';
import { scorePredictions } from '../../../core/training/score-predictions.ts';

/** Numbers from scikit-learn: test/reference/training/make.py. */
const reference = JSON.parse(
  readFileSync(new URL('../../reference/training/expected.json', import.meta.url), 'utf8'),
) as {
  readonly cases: readonly {
    readonly name: string;
    readonly probabilities: readonly number[];
    readonly labels: readonly number[];
    readonly threshold: number;
    readonly confusion: Confusion;
    readonly metrics: Readonly<Record<string, number>>;
  }[];
};

describe.each(reference.cases)('$name', ({ probabilities, labels, threshold, metrics, ...expected }) => {
  const predictions = {
    probabilities: Float64Array.from(probabilities),
    labels: Uint8Array.from(labels),
  };

  it('chooses the threshold with the largest F1', () => {
    expect(chooseThreshold(predictions.probabilities, predictions.labels)).toBe(threshold);
  });

  it('counts the four cells', () => {
    expect(confusion(predictions.probabilities, predictions.labels, threshold)).toEqual(expected.confusion);
  });

  it('has the metrics of scikit-learn', () => {
    const found = scorePredictions(predictions, threshold);
    expect(Object.keys(found).sort()).toEqual(Object.keys(metrics).sort());
    for (const [name, value] of Object.entries(metrics)) {
      expect(found[name as keyof typeof found], name).toBeCloseTo(value, 10);
    }
  });
});

it('refuses the AUC and the threshold of a single class', () => {
  const scores = Float64Array.of(0.2, 0.4);
  expect(() => auc(scores, Uint8Array.of(0, 0))).toThrow('0 positives and 2 negatives');
  expect(() => auc(scores, Uint8Array.of(1, 1))).toThrow('2 positives and 0 negatives');
  expect(() => chooseThreshold(scores, Uint8Array.of(0, 0))).toThrow('none of 2 validation rows');
});

it('calls a share of nothing 0', () => {
  const none = { truePositives: 0, falsePositives: 0, trueNegatives: 3, falseNegatives: 0 };
  expect([precision(none), recall(none), f1(none)]).toEqual([0, 0, 0]);
});
