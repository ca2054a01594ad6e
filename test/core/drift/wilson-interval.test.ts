import { expect, it } from 'vitest';
import { wilsonInterval } from '../../../core/drift/wilson-interval.ts';
import { reference } from './reference.ts';

it.each(reference.wilson)('$successes of $trials at $confidence as statsmodels has it', (given) => {
  const [low, high] = wilsonInterval(given.successes, given.trials, given.confidence);
  expect(low).toBeCloseTo(given.expected[0], 8);
  expect(high).toBeCloseTo(given.expected[1], 8);
});

it('knows nothing without a trial', () => {
  expect(wilsonInterval(0, 0)).toEqual([0, 1]);
});

it('refuses more successes than trials', () => {
  expect(() => wilsonInterval(3, 2)).toThrow('between 0 and the trials');
});
