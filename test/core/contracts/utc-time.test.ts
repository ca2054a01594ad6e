import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { castSql } from '../../../core/contracts/cast-sql.ts';
import { utcTime } from '../../../core/contracts/utc-time.ts';
import { quoteLiteral } from '../../../core/sql.ts';

const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run("SET TimeZone = 'UTC'");

/** Each time as a file takes it and as a request does, in the engine's words. */
async function both(texts: readonly string[]): Promise<{ upload: string | null; request: string | null }[]> {
  const rows = texts.map((text) => {
    const time = utcTime(text);
    return `(${quoteLiteral(text)}, ${time === null ? 'NULL' : `TIMESTAMP '${time}'`})`;
  });
  const reader = await connection.runAndReadAll(
    `SELECT CAST(${castSql('timestamp', 'text', 'VARCHAR')} AS VARCHAR) AS upload, CAST(request AS VARCHAR) AS request
      FROM (VALUES ${rows.join(', ')}) t(text, request)`,
  );
  return reader.getRowObjectsJson() as { upload: string | null; request: string | null }[];
}

describe('utcTime', () => {
  it.each([
    ['2013-01-01', '2013-01-01 00:00:00.000'],
    ['2013-01-01T05:00', '2013-01-01 05:00:00.000'],
    ['2013-01-01T05:00:00.123456Z', '2013-01-01 05:00:00.123456'],
    ['2013-01-01T05:00:00.1230000000Z', '2013-01-01 05:00:00.123'],
    ['2013-01-01T05:00:00+05', '2013-01-01 00:00:00.000'],
    ['2013-01-01T05:00:00+0530', '2012-12-31 23:30:00.000'],
    ['2013-01-01T05:00:00-14:00', '2013-01-01 19:00:00.000'],
    ['1899-12-31T23:30:00-01:00', '1900-01-01 00:30:00.000'],
    ['2200-01-01T00:30:00+01:00', '2199-12-31 23:30:00.000'],
    ['2012-02-29', '2012-02-29 00:00:00.000'],
    ['2199-12-31T23:30:00-01:00', null],
    ['2200-01-01', null],
    ['1900-01-01T00:30:00+01:00', null],
    ['2100-02-29', null],
    ['2013-02-30T00:00:00+01:00', null],
    ['2013-01-01T24:00:00+01:00', null],
    ['2013-01-01T00:00:00+14:01', null],
    ['2013-01-01T00:00:00+99:00', null],
    ['2013-01-01T00:00:00-25:00', null],
    ['2013-01-01T00:00:00+05:99', null],
    ['2013-01-01T05:00:00.1234567Z', null],
    ['2013-06-30T23:59:60Z', null],
    ['2013-01-01T05', null],
    ['2013-01-01Z', null],
    ['2013-01-01\n', null],
  ])('%s is %s, in a request as in a file', async (text, time) => {
    expect(utcTime(text)).toBe(time);
    const [{ upload, request }] = (await both([text])) as [{ upload: string | null; request: string | null }];
    expect(upload).toBe(request);
  });

  it('agrees with files on any time', async () => {
    const two = (max: number) => fc.nat(max).map((value) => String(value).padStart(2, '0'));
    const text = fc
      .tuple(
        fc.constantFrom('1899', '1900', '2013', '2016', '2199', '2200'),
        two(13),
        two(32),
        fc.constantFrom('T', ' ', 't'),
        two(25),
        two(61),
        fc.option(
          fc.tuple(two(61), fc.constantFrom('', '.1', '.12345', '.123456', '.1234560', '.1234567', '.')),
        ),
        fc.constantFrom(
          '',
          'Z',
          'z',
          '+05',
          '-05',
          '+0530',
          '+05:30',
          '-14:00',
          '+14:01',
          '+13:59',
          '-25:00',
          '+5',
        ),
      )
      .map(
        ([year, month, day, between, hour, minute, second, offset]) =>
          `${year}-${month}-${day}${between}${hour}:${minute}${second === null ? '' : `:${second.join('')}`}${offset}`,
      );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 200, maxLength: 200 }), async (texts) => {
        const rows = await both(texts);
        rows.forEach(({ upload, request }, index) => {
          expect([texts[index], upload]).toEqual([texts[index], request]);
          if (upload !== null) taken++;
        });
      }),
      { seed: 2013, numRuns: 10 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
