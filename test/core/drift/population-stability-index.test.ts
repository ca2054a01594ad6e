import { expect, it } from 'vitest';
import {
  populationStabilityIndex,
  stabilityIndexByChance,
} from '../../../core/drift/population-stability-index.ts';
import { reference } from './reference.ts';

it.each(reference.bins)('$baseline and $current', ({ baseline, current, psi }) => {
  expect(populationStabilityIndex(baseline, current)).toBeCloseTo(psi, 12);
});

it('is the same in both directions and 0 for equal shares', () => {
  expect(populationStabilityIndex([1, 2, 3], [10, 20, 30])).toBeCloseTo(0, 12);
  expect(populationStabilityIndex([1, 5], [4, 2])).toBeCloseTo(populationStabilityIndex([4, 2], [1, 5]), 12);
});

it('tells how much chance alone gives', () => {
  expect(stabilityIndexByChance([500, 500, 0], [50, 50, 0])).toBeCloseTo(1 / 1000 + 1 / 100, 12);
});

it('refuses a distribution of no rows', () => {
  expect(() => populationStabilityIndex([0, 0], [1, 1])).toThrow('at least one');
});
