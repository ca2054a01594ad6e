import { expect, it } from 'vitest';
import { parsePredictions } from '../../../core/training/parse-predictions.ts';

it('reads a probability a line, in order, bounds included', () => {
  const text = '{"probability": 0}\n{"probability": 0.25, "more": 1}\n{"probability": 1}\n';
  expect([...parsePredictions(text, 3, 'holdout')]).toEqual([0, 0.25, 1]);
});

it.each(['{"probability": 1.01}', '{"probability": null}', '{"score": 0.5}', 'null', '0.5', '{', 'NaN'])(
  'refuses %s and names the line',
  (line) => {
    expect(() => parsePredictions(`{"probability": 0.5}\n${line}\n`, 2, 'holdout')).toThrow(
      'Cannot judge holdout: line 2 is',
    );
  },
);

it.each([1, 3])('refuses two answers to %i rows', (rows) => {
  const text = '{"probability": 0.5}\n{"probability": 0.5}\n';
  expect(() => parsePredictions(text, rows, 'holdout')).toThrow(`2 predictions for ${rows} rows`);
});
