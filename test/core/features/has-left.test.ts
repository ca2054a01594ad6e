import { describe, expect, it } from 'vitest';
import { hasLeft } from '../../../core/features/has-left.ts';

const reached = [
  { version: 4 },
  { version: 8, whole: { views: ['weather@1', 'wind@2'], fromWeek: '2013-W18' } },
];
const vector = { view: 'weather@1', week: '2013-W20', datasetVersion: 7 };

describe('hasLeft', () => {
  it.each([
    [{}, true],
    [{ week: '2013-W18' }, true],
    // The materialisation of version 8 did not write weeks as old as that.
    [{ week: '2013-W17' }, false],
    [{ datasetVersion: 8 }, false],
    // The next version is being written.
    [{ datasetVersion: 9 }, false],
    // Another dataset's view, or one that nobody materialises any more.
    [{ view: 'carrier-delay@3' }, false],
  ])('of a vector with %j: %s', (change, expected) => {
    expect(hasLeft({ ...vector, ...change }, reached)).toBe(expected);
  });
});
