import { expect, it } from 'vitest';
import { normalQuantile, normalTail } from '../../../core/drift/normal-distribution.ts';
import { reference, relativeError } from './reference.ts';

it.each(reference.normalTail)('the tail above $z as scipy.stats.norm.sf has it', ({ z, expected }) => {
  expect(relativeError(normalTail(z), expected)).toBeLessThan(1e-9);
});

it.each(reference.normalQuantile)('the quantile of $p as scipy.stats.norm.ppf has it', ({ p, expected }) => {
  expect(normalQuantile(p)).toBeCloseTo(expected, 8);
});

it('refuses a probability of 1', () => {
  expect(() => normalQuantile(1)).toThrow('between 0 and 1');
});
