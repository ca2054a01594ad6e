import { expect, it } from 'vitest';
import { age, count, metric, minute, percent, second, short } from '../../cli/format.ts';

it('shows times in UTC', () => {
  expect(minute('2013-04-30T05:00:12.345Z')).toBe('2013-04-30 05:00Z');
  expect(second('2013-04-30T05:00:12.345Z')).toBe('2013-04-30 05:00:12Z');
});

it.each([
  [-5, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [7_199, '119 min'],
  [7_200, '2 h'],
  [172_799, '47 h'],
  [172_800, '2 d'],
])('%i seconds ago are %j', (seconds, expected) => {
  const now = new Date('2026-11-22T20:00:00.000Z');
  expect(age(new Date(now.getTime() - seconds * 1_000).toISOString(), now)).toBe(expected);
});

it('shows numbers with sensible precision', () => {
  expect([metric(0.73149), metric(null), metric(undefined), metric(0)]).toEqual(['0.731', '-', '-', '0.000']);
  expect([count(27_004), count(0)]).toEqual(['27,004', '0']);
  expect([percent(0), percent(33.333), percent(100)]).toEqual(['0 %', '33.3 %', '100 %']);
});

it('shortens digests and keeps the mark of an uncommitted tree', () => {
  expect(short('0123456789abcdef0123')).toBe('0123456789ab');
  expect(short('uncommitted-0123456789abcdef')).toBe('uncommitted-0123456789ab');
});
