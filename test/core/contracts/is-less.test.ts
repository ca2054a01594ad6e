import { describe, expect, it } from 'vitest';
import { isLess } from '../../../core/contracts/is-less.ts';

describe('isLess', () => {
  it.each<[unknown, unknown]>([
    [-1, 0],
    [9, 10],
    ['2013-01-01T00:00:00.000', '2013-01-01T00:00:00.000001'],
    ['2013-01-01T00:00:00.000999', '2013-01-01T00:00:00.001'],
    ['2013-01-01T00:00:00+01:00', '2013-01-01'],
    ['2013-01-01 23:00', '2013-01-01T23:00:00-00:01'],
    ['1900-01-01', '2199-12-31T23:59:59.999999Z'],
  ])('%s before %s', (one, other) => {
    expect([isLess(one, other), isLess(other, one)]).toEqual([true, false]);
  });

  it.each<[unknown, unknown]>([
    [1, 1],
    ['2013-01-01', '2013-01-01T02:00:00+02:00'],
    ['2013-01-01T00:00:00.5', '2013-01-01T00:00:00.500000Z'],
    [1, '2013-01-01'],
    ['2013-01-01', 'soon'],
    ['2013-01-01', null],
    [undefined, 1],
    [Number.NaN, 1],
    [false, true],
  ])('neither of %s and %s', (one, other) => {
    expect([isLess(one, other), isLess(other, one)]).toEqual([false, false]);
  });
});
