import { expect, it } from 'vitest';
import { kpiValue, scoreOutcomes } from '../../../core/drift/score-outcomes.ts';
import { reference } from './reference.ts';

it.each(reference.auc)('F1 $f1 and Brier $brier as scikit-learn has them', (given) => {
  const positive = given.labels.map((label) => label === 1);
  const score = scoreOutcomes({ probabilities: given.probabilities, positive }, given.threshold);
  expect(score.f1).toBeCloseTo(given.f1, 12);
  expect(score.brier).toBeCloseTo(given.brier, 12);
  expect(score.residual).toBeCloseTo(given.residual, 12);
  expect(score.residualError).toBeCloseTo(given.residualError, 12);
});

it('scores nothing without dividing by it', () => {
  expect(scoreOutcomes({ probabilities: [], positive: [] }, 0.5)).toMatchObject({
    f1: null,
    brier: null,
    auc: null,
  });
});

it('adds up what decisions were worth', () => {
  const kpi = {
    name: '',
    description: '',
    unit: 'minute',
    truePositive: 10,
    falsePositive: -3,
    trueNegative: 0,
    falseNegative: -5,
  };
  const { matrix } = scoreOutcomes(
    { probabilities: [0.5, 0.6, 0.1, 0.2], positive: [true, false, true, false] },
    0.5,
  );
  expect(kpiValue(matrix, kpi)).toBe(10 - 3 - 5);
});
