import { expect, it } from 'vitest';
import { commitTime } from '../../../core/datasets/commit-time.ts';

it('is now, but after the parent', () => {
  const now = '2013-02-01T10:00:00.000Z';
  expect(commitTime(now, null)).toBe(now);
  expect(commitTime(now, '2013-02-01T09:00:00.000Z')).toBe(now);
  expect(commitTime(now, now)).toBe('2013-02-01T10:00:00.001Z');
  expect(commitTime(now, '2013-02-01T10:05:00.999Z')).toBe('2013-02-01T10:05:01.000Z');
});
