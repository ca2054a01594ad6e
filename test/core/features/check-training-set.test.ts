import { expect, it } from 'vitest';
import { trainingSetProblem } from '../../../core/features/check-training-set.ts';

const range = { from: '2013-01-01T00:00:00.000Z', to: '2013-02-01T00:00:00.000Z' };
const ranges = { train: range, validation: range, holdout: range };
const rows = { train: 100, validation: 10, holdout: 10 };
const positives = { train: 20, validation: 2, holdout: 2 };

it('finds nothing wrong with both classes in every part', () => {
  expect(trainingSetProblem({ rows, positives, ranges })).toBeNull();
});

it('names the part without rows', () => {
  expect(trainingSetProblem({ rows: { ...rows, validation: 0 }, positives, ranges })).toMatch(
    /^the validation part .* has no labelled row/,
  );
});

it.each([
  [0, 'negative'],
  [10, 'positive'],
])('names the part with one class alone (%d of 10 positive)', (count, only) => {
  expect(trainingSetProblem({ rows, positives: { ...positives, holdout: count }, ranges })).toMatch(
    new RegExp(`all 10 rows of the holdout part .* are ${only}`),
  );
});
