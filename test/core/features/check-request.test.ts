import { describe, expect, it } from 'vitest';
import type { Column } from '../../../core/contracts/contract.ts';
import { checkRequest } from '../../../core/features/check-request.ts';

const column = (name: string, type: Column['type'], options: Partial<Column> = {}): Column => ({
  name,
  type,
  description: name,
  nullable: false,
  onInvalid: 'quarantine-row',
  ...options,
});
const columns = [
  column('origin', 'string', { oneOf: ['EWR', 'JFK'] }),
  column('dest', 'string', { pattern: '[A-Z]{3}' }),
  column('distance', 'integer', { minimum: 1, maximum: 6000 }),
  column('time_hour', 'timestamp'),
  column('load', 'double', { nullable: true }),
];
const good = { origin: 'EWR', dest: 'ORD', distance: 719, time_hour: '2013-04-01T10:00:00Z', load: null };
const issuesOf = (request: unknown) => {
  const checked = checkRequest(columns, request);
  return checked.ok ? [] : checked.issues;
};

describe('checkRequest', () => {
  it('gives the values in the order of the columns, times in UTC', () => {
    expect(checkRequest(columns, good)).toEqual({
      ok: true,
      values: ['EWR', 'ORD', 719, '2013-04-01 10:00:00.000', null],
    });
  });

  it.each([
    ['2013-04-01T06:00:00-04:00', '2013-04-01 10:00:00.000'],
    ['2013-04-01 10:00:00', '2013-04-01 10:00:00.000'],
    ['2013-04-01T10:00', '2013-04-01 10:00:00.000'],
    ['2013-04-01', '2013-04-01 00:00:00.000'],
  ])('reads the time %s as %s', (time_hour, expected) => {
    const checked = checkRequest(columns, { ...good, time_hour });
    expect(checked.ok && checked.values[3]).toBe(expected);
  });

  it.each([
    ['a value that is not listed', { origin: 'LAX' }, 'origin', 'one of EWR, JFK', '"LAX"'],
    ['a value beside the pattern', { dest: 'ORDX' }, 'dest', 'text that matches [A-Z]{3}', '"ORDX"'],
    ['a value below the minimum', { distance: 0 }, 'distance', 'at least 1', '0'],
    ['an additional column', { colour: 'red' }, 'colour', 'no such column', '"red"'],
    ['a null', { origin: null }, 'origin', 'text without NUL characters', 'null'],
    ['a missing column', { dest: undefined }, 'dest', 'text without NUL characters', 'nothing'],
  ])('refuses %s', (_, change, name, expected, received) => {
    expect(issuesOf({ ...good, ...change })).toEqual([{ column: name, expected, received }]);
  });

  it.each([1.5, '719', Number.NaN, 2 ** 53, true, { valueOf: 1 }])('refuses %s as an integer', (distance) => {
    expect(issuesOf({ ...good, distance })).toHaveLength(1);
  });

  it.each([
    '2013-02-30T10:00:00Z',
    'tomorrow',
    '20130401',
    '0001-01-01',
    '9999-12-31',
    1364810400,
    "2013-04-01'; --",
  ])('refuses %s as a time', (time_hour) => {
    expect(issuesOf({ ...good, time_hour })).toHaveLength(1);
  });

  it.each([null, undefined, 'EWR', [good], 7])('refuses %s as a request', (request) => {
    expect(issuesOf(request)).toHaveLength(1);
  });

  it('names every issue at once', () => {
    expect(issuesOf({})).toHaveLength(5);
  });
});
