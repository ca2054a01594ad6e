import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNumbers } from '../../../core/training/compare-numbers.ts';
import type { Json } from '../../../core/training/digest-of.ts';

const compare = (recorded: Json, made: Json, tolerance = 1e-6) =>
  compareNumbers('metrics', 'metrics', recorded, made, tolerance);

describe('compareNumbers', () => {
  it('is identical to itself, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        expect(compare(json, json).verdict).toBe('identical');
      }),
      { seed: 11, numRuns: 200 },
    );
  });

  it('takes a small difference, and says how small', () => {
    expect(compare({ auc: 0.7, rows: 5 }, { auc: 0.7000005, rows: 5 })).toMatchObject({
      verdict: 'equal-within-tolerance',
      detail: '2 metrics, the largest difference is 5.0e-7 of at most 0.000001',
    });
  });

  it('measures large numbers relatively', () => {
    expect(compare(1e9, 1e9 + 100).verdict).toBe('equal-within-tolerance');
    expect(compare(1e9, 1e9 + 10_000).verdict).toBe('differs');
  });

  it.each([
    ['a larger difference', { auc: 0.7 }, { auc: 0.71 }, '1 of 1 metrics: auc 0.7 → 0.71'],
    ['a missing leaf', { a: 1, b: 2 }, { a: 1 }, '1 of 2 metrics: b 2 → missing'],
    ['a new leaf', { a: 1 }, { a: 1, c: null }, '1 of 2 metrics: c missing → null'],
    ['another type', { a: 1 }, { a: '1' }, '1 of 1 metrics: a 1 → "1"'],
    ['an element', { edges: [1, 2] }, { edges: [1, 3] }, '1 of 2 metrics: edges.1 2 → 3'],
    ['a shorter list', { edges: [1, 2] }, { edges: [1] }, '1 of 2 metrics: edges.1 2 → missing'],
  ] as const)('names %s', (_what, recorded, made, detail) => {
    expect(compare(recorded, made)).toMatchObject({ verdict: 'differs', detail });
  });

  it('names five leaves and counts the rest', () => {
    const made = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`m${index}`, index + 1]));
    const recorded = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`m${index}`, index]));
    expect(compare(recorded, made).detail).toMatch(/^9 of 9 metrics: m0 0 → 1, .*, and 4 more$/);
  });
});
