import { describe, expect, it } from 'vitest';
import { isoWeek, isoWeeksBetween } from '../../../core/features/iso-week.ts';

describe('isoWeek', () => {
  // Expected names: Python's datetime.date.isocalendar().
  it.each([
    ['2013-01-01T00:00:00Z', '2013-W01', '2012-12-31T00:00:00.000Z'],
    ['2013-05-05T23:59:59Z', '2013-W18', '2013-04-29T00:00:00.000Z'],
    ['2013-05-06T00:00:00Z', '2013-W19', '2013-05-06T00:00:00.000Z'],
    ['2013-12-31T12:00:00Z', '2014-W01', '2013-12-30T00:00:00.000Z'],
    ['2016-01-03T12:00:00Z', '2015-W53', '2015-12-28T00:00:00.000Z'],
    ['2021-01-01T12:00:00Z', '2020-W53', '2020-12-28T00:00:00.000Z'],
  ])('%s is in %s', (time, name, start) => {
    const week = isoWeek(Date.parse(time));
    expect(week.name).toBe(name);
    expect(new Date(week.start).toISOString()).toBe(start);
  });

  it('names every week that a range touches', () => {
    const weeks = isoWeeksBetween(Date.parse('2013-04-28T23:00:00Z'), Date.parse('2013-05-06T00:00:00Z'));
    expect(weeks.map(({ name }) => name)).toEqual(['2013-W17', '2013-W18', '2013-W19']);
  });
});
