import { expect, it } from 'vitest';
import { regularizedGammaQ } from '../../../core/drift/regularized-gamma.ts';
import { reference } from './reference.ts';

it.each(reference.regularizedGammaQ)('Q($a, $x) as scipy.special.gammaincc has it', ({ a, x, expected }) => {
  expect(Math.abs(regularizedGammaQ(a, x) - expected)).toBeLessThan(1e-9 * expected + 1e-12);
});

it('has its limits', () => {
  expect([regularizedGammaQ(3, 0), regularizedGammaQ(3, Number.POSITIVE_INFINITY)]).toEqual([1, 0]);
});

it.each([
  [0.4, 1],
  [1, -1],
  [Number.NaN, 1],
])('refuses Q(%s, %s)', (a, x) => {
  expect(() => regularizedGammaQ(a, x)).toThrow('shape must be at least 0.5');
});
