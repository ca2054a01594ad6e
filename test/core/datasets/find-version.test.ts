import { expect, it } from 'vitest';
import { findVersion } from '../../../core/datasets/find-version.ts';

const versions = [
  { version: 0, createdAt: '2013-02-01T10:00:00.000Z' },
  { version: 1, createdAt: '2013-02-01T11:00:00.000Z' },
  { version: 2, createdAt: '2013-02-01T11:00:00.001Z', expiredAt: '2013-06-01T00:00:00.000Z' },
];
const found = (asked: string | null) => findVersion(versions, asked)?.version ?? null;

it('finds a version by its number, also one that was given up', () => {
  expect([found('0'), found('2'), found('3')]).toEqual([0, 2, null]);
});

it('finds the newest that had been committed at an instant, in any time zone', () => {
  expect(found('2013-02-01T09:59:59.999Z')).toBeNull();
  expect(found('2013-02-01T10:00:00Z')).toBe(0);
  expect(found('2013-02-01T12:00:00+01:00')).toBe(1);
  expect(found('2013-02-02T00:00:00Z')).toBe(2);
});

it('finds the newest whose data are there where nothing is asked', () => {
  expect(found(null)).toBe(1);
  expect(findVersion([], null)).toBeNull();
});
