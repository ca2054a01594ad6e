import { expect, it } from 'vitest';
import { holmCorrection } from '../../../core/drift/holm-correction.ts';
import { reference } from './reference.ts';

it.each(reference.holm)('corrects $p as statsmodels does', ({ p, expected }) => {
  holmCorrection(p).forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index]!, 12);
  });
});

it('has nothing to correct in no test', () => {
  expect(holmCorrection([])).toEqual([]);
});
