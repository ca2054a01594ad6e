import { expect, it } from 'vitest';
import { splitByTime } from '../../../core/features/split-by-time.ts';

const days = { holdoutDays: 14, validationDays: 7 };

it('gives the newest days to the holdout and those before to validation, without gaps', () => {
  const ranges = splitByTime(days, Date.parse('2013-01-01T10:20:00Z'), Date.parse('2013-04-01T03:40:00Z'));
  expect(ranges).toEqual({
    train: { from: '2013-01-01T10:00:00.000Z', to: '2013-03-11T04:00:00.000Z' },
    validation: { from: '2013-03-11T04:00:00.000Z', to: '2013-03-18T04:00:00.000Z' },
    holdout: { from: '2013-03-18T04:00:00.000Z', to: '2013-04-01T04:00:00.000Z' },
  });
});

it('refuses data that leave nothing to train on, and says how much there is', () => {
  expect(() =>
    splitByTime(days, Date.parse('2013-01-01T00:00:00Z'), Date.parse('2013-01-20T00:00:00Z')),
  ).toThrow('Cannot split 19.0 days of data: validation and holdout alone take 21');
});
