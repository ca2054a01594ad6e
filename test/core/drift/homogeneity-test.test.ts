import { expect, it } from 'vitest';
import { homogeneityTest } from '../../../core/drift/homogeneity-test.ts';
import { reference, relativeError } from './reference.ts';

it.each(reference.bins)('$baseline and $current as scipy.stats.chi2_contingency has it', (given) => {
  const { statistic, degreesOfFreedom, pValue } = homogeneityTest(given.baseline, given.current);
  expect(statistic).toBeCloseTo(given.chiSquare, 9);
  expect(degreesOfFreedom).toBe(given.degreesOfFreedom);
  expect(relativeError(pValue, given.pValue)).toBeLessThan(1e-9);
});

it.each([
  { baseline: [0, 0], current: [5, 5] },
  { baseline: [5, 0], current: [7, 0] },
  { baseline: [], current: [] },
])('says p = 1, never NaN, for $baseline and $current', ({ baseline, current }) => {
  expect(homogeneityTest(baseline, current).pValue).toBe(1);
});
