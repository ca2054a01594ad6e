import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ComparedSample,
  judgeSkew,
  minimumSamples,
  sameValue,
} from '../../../core/features/judge-skew.ts';

const sample = (id: number, changes: Partial<ComparedSample> = {}): ComparedSample => ({
  id: `r${id}`,
  at: '2013-06-01T10:00:00Z',
  served: { temp: 61.9, carrier: 'UA', precip: null },
  recomputed: { temp: 61.9, carrier: 'UA', precip: null },
  ...changes,
});
const many = (count: number): ComparedSample[] => Array.from({ length: count }, (_, index) => sample(index));

describe('sameValue', () => {
  it.each([
    [1, 1, true],
    [null, null, true],
    [null, 0, false],
    [0, null, false],
    ['1', 1, false],
    [0.1 + 0.2, 0.3, true],
    [1e12, 1e12 + 1, true],
    [1_000, 1_000.001, false],
    [0, 1e-12, true],
    [0, -0, true],
    [Number.NaN, Number.NaN, true],
    [Number.NaN, 1, false],
    [Number.POSITIVE_INFINITY, 1, false],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true],
  ])('says of %s and %s: %s', (served, recomputed, expected) => {
    expect(sameValue(served, recomputed)).toBe(expected);
  });

  it('does not depend on which side served', () => {
    const value = fc.oneof(fc.double(), fc.string(), fc.constant(null));
    fc.assert(
      fc.property(value, value, (one, other) => {
        expect(sameValue(one, other)).toBe(sameValue(other, one));
        expect(sameValue(one, one)).toBe(true);
      }),
      { seed: 20131, numRuns: 500 },
    );
  });
});

describe('judgeSkew', () => {
  it('finds equal samples equal', () => {
    expect(judgeSkew(many(200))).toEqual({
      verdict: 'equal',
      samples: 200,
      differing: 0,
      share: 0,
      features: [],
    });
  });

  it('names the features that differ, in most samples first, with an example', () => {
    const wrong = [
      sample(1000, { served: { temp: -459, carrier: 'UA', precip: 1 } }),
      sample(1001, { served: { temp: -459, carrier: 'UA', precip: null } }),
    ];
    const { verdict, share, features } = judgeSkew([...many(98), ...wrong]);
    expect([verdict, share]).toEqual(['skewed', 0.02]);
    expect(features).toEqual([
      {
        name: 'temp',
        differing: 2,
        example: { id: 'r1000', at: '2013-06-01T10:00:00Z', served: -459, recomputed: 61.9 },
      },
      {
        name: 'precip',
        differing: 1,
        example: { id: 'r1000', at: '2013-06-01T10:00:00Z', served: 1, recomputed: null },
      },
    ]);
  });

  it('allows one sample in a hundred, which may have met a vector while it was being written', () => {
    const odd = sample(1, { served: { temp: 0 } });
    expect(judgeSkew([...many(99), odd]).verdict).toBe('equal');
    expect(judgeSkew([...many(98), odd]).verdict).toBe('skewed');
  });

  it('decides nothing on too few samples, but says what differs', () => {
    const odd = sample(1, { served: { temp: 0 } });
    const few = judgeSkew([...many(minimumSamples - 2), odd]);
    expect([few.verdict, few.share, few.differing]).toEqual(['inconclusive', null, 1]);
    expect(judgeSkew([]).verdict).toBe('inconclusive');
  });

  it('sees a feature that one side lacks', () => {
    const [feature] = judgeSkew([sample(1, { served: { temp: 61.9, carrier: 'UA', extra: 3 } })]).features;
    expect(feature).toMatchObject({ name: 'extra', example: { served: 3, recomputed: null } });
  });
});
