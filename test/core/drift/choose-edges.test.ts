import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseEdges, nextBelow } from '../../../core/drift/choose-edges.ts';

it('cuts at the quantiles', () => {
  expect(chooseEdges([1, 2, 3])).toEqual([1, 2, 3]);
});

it('gives a value that is several quantiles a bin of its own', () => {
  expect(chooseEdges([4, 10, 10, 10])).toEqual([4, nextBelow(10), 10]);
  expect(chooseEdges([0, 0])).toEqual([-Number.MIN_VALUE, 0]);
});

it('has no cut where there is no value', () => {
  expect(chooseEdges([])).toEqual([]);
});

it('finds the double just below', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), (value) => {
      const below = nextBelow(value);
      const between = (below + value) / 2;
      return below < value && (between === below || between === value);
    }),
    { seed: 3 },
  );
});
