import { expect, it } from 'vitest';
import { coverage, newDays } from '../../../core/training/coverage.ts';

const flights = { from: '2013-01-01T10:15:00.000Z', to: '2013-04-01T03:59:00.000Z' };
const weather = { from: '2013-01-01T06:00:00.000Z', to: '2013-03-31T04:00:00.000Z' };

it('is the time that all datasets have', () => {
  expect(coverage([flights, weather])).toEqual({
    from: '2013-01-01T10:15:00.000Z',
    to: '2013-03-31T04:00:00.000Z',
    days: 90,
  });
});

it('counts a part of a day as a day', () => {
  expect(coverage([{ from: '2013-01-01T23:59:00Z', to: '2013-01-02T00:01:00Z' }]).days).toBe(2);
});

it('has no days where the datasets do not overlap', () => {
  expect(coverage([flights, { from: '2013-06-01T00:00:00Z', to: '2013-06-30T00:00:00Z' }]).days).toBe(0);
});

it('counts the days between two ends', () => {
  const april = coverage([{ from: flights.from, to: '2013-04-30T23:00:00Z' }]);
  expect(newDays(april, coverage([flights, weather]))).toBe(30);
});
