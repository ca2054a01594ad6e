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
      request: { ...good, time_hour: '2013-04-01 10:00:00.000' },
      repairs: {},
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
    ['a value that is not listed', { origin: 'LAX' }, 'column:origin:one-of', 'one of EWR, JFK', '"LAX"'],
    [
      'a value beside the pattern',
      { dest: 'ORDX' },
      'column:dest:pattern',
      'text that matches [A-Z]{3} as a whole',
      '"ORDX"',
    ],
    ['a value below the minimum', { distance: 0 }, 'column:distance:minimum', 'at least 1', '0'],
    ['a null', { origin: null }, 'column:origin:not-null', 'a value', 'null'],
    ['a missing column', { dest: undefined }, 'column:dest:not-null', 'a value', 'nothing'],
  ])('refuses %s with the issue that a row would have', (_, change, rule, expected, received) => {
    const column = rule.split(':')[1];
    expect(issuesOf({ ...good, ...change })).toEqual([{ rule, column, expected, received }]);
  });

  it.each<[string, Column['type'], Partial<Column>, unknown, string, string]>([
    [
      'a time before the minimum',
      'timestamp',
      { minimum: '2013-01-01T00:00:00Z' },
      '2013-01-01T00:30+01:00',
      'minimum',
      'at least 2013-01-01T00:00:00Z',
    ],
    [
      'a time a microsecond after the maximum',
      'timestamp',
      { maximum: '2013-01-01' },
      '2013-01-01T00:00:00.000001Z',
      'maximum',
      'at most 2013-01-01',
    ],
    ['a number that is not listed', 'integer', { oneOf: [1, 2] }, 3, 'one-of', 'one of 1, 2'],
  ])('refuses %s', (_, type, promise, received, check, expected) => {
    const rule = `column:x:${check}`;
    expect(checkRequest([column('x', type, promise)], { x: received })).toEqual({
      ok: false,
      issues: [{ rule, column: 'x', expected, received: JSON.stringify(received) }],
    });
  });

  it('takes a time at its very bound, and a number that is listed', () => {
    const seen = column('seen', 'timestamp', { minimum: '2013-01-01', maximum: '2013-01-01T01:00+01:00' });
    expect(checkRequest([seen], { seen: '2012-12-31T19:00:00-05:00' }).ok).toBe(true);
    expect(checkRequest([column('stage', 'integer', { oneOf: [0, -1] })], { stage: -1 }).ok).toBe(true);
  });

  it('refuses a column that is not asked for', () => {
    expect(issuesOf({ ...good, colour: 'red' })).toEqual([
      {
        rule: 'request:additional-column',
        column: 'colour',
        expected: 'only the columns origin, dest, distance, time_hour, load',
        received: '"red"',
      },
    ]);
  });

  it('takes a nullable column that is absent for null, as in a file', () => {
    const { load: _load, ...rest } = good;
    expect(checkRequest(columns, rest)).toMatchObject({ ok: true, request: { load: null } });
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
    expect(issuesOf({})).toHaveLength(4);
  });

  it.each<[string, unknown]>([
    ['a lone surrogate', '\ud800'],
    ['NUL', 'a\0b'],
    ['too long a text', 'x'.repeat(1_025)],
  ])('refuses %s as text', (_, name) => {
    expect(checkRequest([column('name', 'string')], { name })).toMatchObject({
      ok: false,
      issues: [{ rule: 'column:name:type' }],
    });
  });

  it('says how long a text may be, of one that is longer', () => {
    const { issues } = checkRequest([column('name', 'string')], { name: 'x'.repeat(1_025) }) as {
      issues: readonly { expected: string }[];
    };
    expect(issues[0]!.expected).toBe('text without NUL characters, in a request of at most 1024 characters');
  });

  it('counts characters, not UTF-16 units', () => {
    const named = [column('name', 'string', { minimumLength: 2, maximumLength: 3 })];
    expect(checkRequest(named, { name: '🦆🦆🦆' }).ok).toBe(true);
    expect(checkRequest(named, { name: '🦆' })).toMatchObject({
      issues: [{ rule: 'column:name:minimum-length', expected: 'text of at least 2 characters' }],
    });
    expect(checkRequest(named, { name: 'abcd' })).toMatchObject({
      issues: [{ rule: 'column:name:maximum-length' }],
    });
  });
});

describe('checkRequest with atInference', () => {
  const of = (type: Column['type'], options: Partial<Column>, value: unknown) =>
    checkRequest([column('x', type, options)], { x: value });
  const bounds = { minimum: 1, maximum: 9 };

  it.each<[string, Column['type'], Partial<Column>, unknown, unknown, string]>([
    [
      'a null becomes its default',
      'integer',
      { atInference: { onNull: { default: 5 } } },
      null,
      5,
      'column:x:not-null',
    ],
    [
      'an absent value becomes its default',
      'integer',
      { atInference: { onNull: { default: 5 } } },
      undefined,
      5,
      'column:x:not-null',
    ],
    [
      'an unknown category becomes unknown',
      'string',
      { oneOf: ['a'], atInference: { onUnknownCategory: 'null' } },
      'b',
      null,
      'column:x:one-of',
    ],
    [
      'an unknown category becomes its default',
      'string',
      { oneOf: ['a', 'other'], atInference: { onUnknownCategory: { default: 'other' } } },
      'b',
      'other',
      'column:x:one-of',
    ],
    [
      'a number too small is clipped',
      'integer',
      { ...bounds, atInference: { onInvalid: 'clip' } },
      0,
      1,
      'column:x:minimum',
    ],
    [
      'a number too large is clipped',
      'integer',
      { ...bounds, atInference: { onInvalid: 'clip' } },
      10,
      9,
      'column:x:maximum',
    ],
    [
      'a time too early is clipped, in UTC',
      'timestamp',
      { minimum: '2013-01-01T02:00:00+02:00', atInference: { onInvalid: 'clip' } },
      '2012-12-31',
      '2013-01-01 00:00:00.000',
      'column:x:minimum',
    ],
    [
      'a number that is not listed becomes unknown',
      'integer',
      { oneOf: [1, 2], atInference: { onUnknownCategory: 'null' } },
      3,
      null,
      'column:x:one-of',
    ],
    [
      'a wrong type becomes unknown',
      'integer',
      { atInference: { onInvalid: 'null' } },
      'five',
      null,
      'column:x:type',
    ],
    [
      'a bad time becomes its default, in UTC',
      'timestamp',
      { atInference: { onInvalid: { default: '2013-01-01T02:00:00+02:00' } } },
      'soon',
      '2013-01-01 00:00:00.000',
      'column:x:type',
    ],
    [
      'a null becomes a default that is whole and too large to be read exactly',
      'double',
      { atInference: { onNull: { default: 2 ** 60 } } },
      null,
      2 ** 60,
      'column:x:not-null',
    ],
  ])('%s', (_, type, options, received, expected, rule) => {
    expect(of(type, options, received)).toMatchObject({
      ok: true,
      values: [expected],
      repairs: { [rule]: received === undefined ? 'nothing' : JSON.stringify(received) },
    });
  });

  it('refuses what no bound mends', () => {
    expect(of('integer', { ...bounds, atInference: { onInvalid: 'clip' } }, 'five')).toMatchObject({
      ok: false,
      issues: [{ rule: 'column:x:type', received: '"five"' }],
    });
  });

  it('takes nothing for granted: each cause is asked about for itself', () => {
    const onInvalid = { onInvalid: 'null' } as const;
    expect(of('string', { oneOf: ['a'], atInference: onInvalid }, 'b').ok).toBe(false);
    expect(of('string', { oneOf: ['a'], atInference: onInvalid }, null).ok).toBe(false);
    expect(of('string', { oneOf: ['a'], atInference: { onUnknownCategory: 'null' } }, 7).ok).toBe(false);
  });
});
