import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import type { Column } from '../../../core/contracts/contract.ts';
import { TextScan } from '../../../core/contracts/text-scan.ts';
import { aColumn, aContract } from '../../core/contracts/a-contract.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const upload = () => join(directory, 'upload');
const header = 'sensor,at,value,kind\n';

async function check(content: string | Uint8Array, contract = aContract({ maximumQuarantinedShare: 1 })) {
  writeFileSync(upload(), content);
  return await checkFile({ contract, file: upload(), directory });
}

async function parquet(select: string): Promise<Buffer> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${select}) TO '${upload()}' (FORMAT parquet, COMPRESSION uncompressed)`);
  return readFileSync(upload());
}

describe('checkFile takes no value for another', () => {
  it.each([
    ['NaN', 'type'],
    ['Infinity', 'type'],
    ['-inf', 'type'],
    ['1e400', 'type'],
    ['1e-400', 'type'],
    ['1_000', 'type'],
    ['0x10', 'type'],
    ['1,5', 'type'],
    ['-0', null],
    ['1e1', null],
  ])('double %s', async (value, broken) => {
    const { verdict } = await check(`${header}b,2013-01-01,1,air\na,2013-01-01,"${value}",air\n`);
    expect(verdict.byRule).toEqual(broken === null ? {} : { [`column:value:${broken}`]: 1 });
  });

  it.each([
    ['9007199254740991', null],
    ['9007199254740992', 'type'],
    ['9007199254740993', 'type'],
    ['1.0', null],
    ['1.5', 'type'],
    ['99999999999999999999', 'type'],
  ])('integer %s', async (value, broken) => {
    const contract = aContract({
      columns: [...aContract().columns, aColumn('n', 'integer')],
      maximumQuarantinedShare: 1,
    });
    const row = (sensor: string, n: string) => `${sensor},2013-01-01,1,air,${n}\n`;
    const { verdict } = await check(`sensor,at,value,kind,n\n${row('b', '1')}${row('a', value)}`, contract);
    expect(verdict.byRule).toEqual(broken === null ? {} : { [`column:n:${broken}`]: 1 });
  });

  it.each([
    ['0001-01-01', 'type'],
    ['9999-12-31', 'type'],
    ['2012-06-30T23:59:60Z', 'type'],
    ['2013-02-29', 'type'],
    ['2013-01-01T24:00:00Z', 'type'],
    ['01/02/2013', 'type'],
    ['1357000000', 'type'],
    ['2012-02-29T23:59:59.999999Z', null],
  ])('time %s', async (value, broken) => {
    const { verdict } = await check(`${header}b,2013-01-01,1,air\na,${value},1,air\n`);
    expect(verdict.byRule).toEqual(broken === null ? {} : { [`column:at:${broken}`]: 1 });
  });

  it.each([
    ["'NaN'::DOUBLE", 'type'],
    ["'-inf'::DOUBLE", 'type'],
    ['-0.0::DOUBLE', null],
    ['99::DOUBLE', 'maximum'],
    ['9007199254740993::BIGINT', 'type'],
    ['(-9007199254740993)::BIGINT', 'type'],
  ])('Parquet %s', async (value, broken) => {
    const row = (sensor: string, v: string) =>
      `SELECT '${sensor}' AS sensor, TIMESTAMP '2013-01-01' AS at, ${v} AS value, 'air' AS kind`;
    const { verdict, good } = await check(
      await parquet(
        `${row('b', value.endsWith('BIGINT') ? '1::BIGINT' : '1::DOUBLE')} UNION ALL ${row('a', value)}`,
      ),
    );
    expect(verdict.byRule).toEqual(broken === null ? {} : { [`column:value:${broken}`]: 1 });
    if (value.startsWith('-0'))
      expect(readFileSync(good!.file).includes(Buffer.from('0000000000000080', 'hex'))).toBe(false);
  });
});

describe('checkFile finds in Parquet by bounds alone what makes a value none', () => {
  it.each([
    ['NUL within text', "'a' || chr(0) || 'b'", "TIMESTAMP '2013-01-02'", 1, 'column:note:type'],
    ['a time after 2199', "'ab'", "TIMESTAMP '2200-01-01'", 1, 'column:seen:type'],
    ['a time before 1900', "'ab'", "TIMESTAMP '1899-12-31'", 1, 'column:seen:type'],
    [
      'a whole number below the least',
      "'ab'",
      "TIMESTAMP '2013-01-02'",
      '-9007199254740992',
      'column:n:type',
    ],
    [
      'a whole number above the largest',
      "'ab'",
      "TIMESTAMP '2013-01-02'",
      '9007199254740992',
      'column:n:type',
    ],
  ])('%s', async (_what, note, seen, n, rule) => {
    const row = (sensor: string, values: string) =>
      `SELECT '${sensor}' AS sensor, TIMESTAMP '2013-01-01' AS at, 1::DOUBLE AS value, 'air' AS kind, ${values}`;
    const good = `'x' AS note, TIMESTAMP '2013-01-01' AS seen, 1::BIGINT AS n`;
    const contract = aContract({
      columns: [
        ...aContract().columns,
        aColumn('note', 'string'),
        aColumn('seen', 'timestamp'),
        aColumn('n', 'integer'),
      ],
      maximumQuarantinedShare: 1,
    });
    const { verdict } = await check(
      await parquet(`${row('b', good)} UNION ALL ${row('a', `${note}, ${seen}, ${n}::BIGINT`)}`),
      contract,
    );
    expect(verdict.byRule).toEqual({ [rule]: 1 });
  });
});

describe('checkFile shows of bad rows', () => {
  it('the first three, by row, and of each value its first 200 characters', async () => {
    const rows = [1, 2, 3, 4, 5].map((day) => `b,2013-01-0${day},${day}${'x'.repeat(300)},air\n`);
    const { verdict } = await check(`${header}a,2013-01-01,1,air\n${rows.join('')}`);
    expect(verdict.sample.map(({ row, received }) => [row, received])).toEqual(
      [1, 2, 3].map((day) => [day + 1, `${day}${'x'.repeat(199)}`]),
    );
  });
});

describe('checkFile believes no statistics of a stranger', () => {
  const eightBytes = (write: (bytes: Buffer) => void): Buffer => {
    const bytes = Buffer.alloc(8);
    write(bytes);
    return bytes;
  };
  const double = (value: number) => eightBytes((bytes) => bytes.writeDoubleLE(value));
  const integer = (value: bigint) => eightBytes((bytes) => bytes.writeBigInt64LE(value));
  const microseconds = (time: string) => integer(BigInt(Date.parse(time)) * 1_000n);

  it.each<[string, Column, string, Buffer, Buffer]>([
    [
      'a number beyond its bound',
      aColumn('x', 'double', { maximum: 50 }),
      '77.5::DOUBLE',
      double(77.5),
      double(7.5),
    ],
    [
      'a time beyond its bound',
      aColumn('x', 'timestamp', { maximum: '2013-12-31T00:00:00Z' }),
      "TIMESTAMP '2014-05-06'",
      microseconds('2014-05-06T00:00:00Z'),
      microseconds('2013-05-06T00:00:00Z'),
    ],
    [
      'a whole number that is not listed',
      aColumn('x', 'integer', { oneOf: [7, 8] }),
      '7777777::BIGINT',
      integer(7_777_777n),
      integer(7n),
    ],
  ])('finds %s, which the footer denies', async (_, column, value, told, lie) => {
    // The value and its statistics are stored as the same eight bytes; the last two copies of them are the footer's.
    const bytes = await parquet(
      `SELECT 'a' || i AS sensor, TIMESTAMP '2013-01-01' AS at, 1::DOUBLE AS value, 'air' AS kind, ${value} AS x FROM range(1, 3) t(i)`,
    );
    const footer = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8);
    let lies = 0;
    for (let at = bytes.indexOf(told, footer); at >= 0; at = bytes.indexOf(told, at + 8)) {
      lie.copy(bytes, at);
      lies++;
    }
    expect(lies).toBeGreaterThanOrEqual(2);
    const known = aContract().columns.map((one) =>
      one.name === 'sensor' ? { ...one, pattern: '[a-z0-9]+' } : one,
    );
    const { verdict } = await check(
      bytes,
      aContract({ columns: [...known, column], maximumQuarantinedShare: 1 }),
    );
    const rule = `column:x:${column.oneOf === undefined ? 'maximum' : 'one-of'}`;
    expect(verdict).toMatchObject({ status: 'rejected', byRule: { [rule]: 2 } });
  });
});

describe('checkFile finds a repeated key', () => {
  it('once, in a large file that is cut by month and day, however far apart', async () => {
    // 3 million rows in the order of month and day; the last day of each month has the key of its first row again.
    await parquet(`SELECT 'a' AS sensor, make_timestamp(2013, month, day, 0, 0, 0) + to_microseconds(n) AS at, 1::DOUBLE AS value,
        'air' AS kind, month, CASE WHEN day = 28 AND n = 0 THEN 1 ELSE day END AS day, n
      FROM (SELECT i // 1000000 + 1 AS month, i % 1000000 // 35715 + 1 AS day, i % 1000000 % 35715 AS n FROM range(3000000) t(i))`);
    const contract = aContract({
      columns: [
        ...aContract().columns.map((column) =>
          column.name === 'value' || column.name === 'kind' ? { ...column, nullable: false } : column,
        ),
        ...['month', 'day', 'n'].map((name) => aColumn(name, 'integer', { nullable: false })),
      ],
      key: ['month', 'day', 'n'],
      maximumQuarantinedShare: 1,
    });
    const { verdict } = await checkFile({ contract, file: upload(), directory, split: false });
    expect(verdict).toMatchObject({ status: 'accepted', byRule: { 'key:unique': 3 }, rows: 2_999_997 });
  }, 60_000);
});

describe('checkFile survives', () => {
  it('Parquet that is cut anywhere, without a wrong verdict', async () => {
    const bytes = await parquet(
      "SELECT 'abc' AS sensor, TIMESTAMP '2013-01-01' + to_hours(i::INTEGER) AS at, i / 10 AS value, 'air' AS kind FROM range(400) t(i)",
    );
    for (let at = 16; at < bytes.length; at += 997) {
      expect((await check(bytes.subarray(0, at))).verdict.status).toBe('rejected');
    }
  });

  it.each(['pages-v2.parquet', 'null-type.parquet'])(
    '%s with a byte changed, without a wrong verdict',
    async (name) => {
      const bytes = readFileSync(join(import.meta.dirname, '../../reference/contracts', name));
      const changes: ((byte: number, at: number) => number)[] = [
        (byte, at) => byte ^ (1 << (at % 8)),
        () => 0xff,
        () => 0x7f,
      ];
      const found = { accepted: 0, rejected: 0 };
      // Every 29th byte: pages, their headers with sizes, and the footer, each change in turn.
      for (let at = 4, turn = 0; at < bytes.length - 4; at += 29, turn++) {
        const changed = Buffer.from(bytes);
        changed[at] = changes[turn % changes.length]!(changed[at]!, at);
        const { verdict } = await check(changed);
        found[verdict.status]++;
        if (verdict.status === 'accepted')
          expect([at, verdict.rows + verdict.quarantinedRows]).toEqual([at, 3]);
      }
      expect(found.accepted).toBeGreaterThan(0);
      expect(found.rejected).toBeGreaterThan(5);
    },
    60_000,
  );

  it('100,000 columns', async () => {
    const columns = Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(',');
    expect((await check(`${columns}\n`)).verdict.byRule).toEqual({ 'file:columns': 1 });
  });

  it('a quote that is never closed, in bounded memory', async () => {
    const feed = vi.spyOn(TextScan.prototype, 'feed');
    const { verdict } = await check(`${header}a,2013-01-01,1,"${'x'.repeat(40_000_000)}\n`);
    const read = feed.mock.calls.reduce((sum, [chunk]) => sum + chunk.length, 0);
    feed.mockRestore();
    expect(verdict.byRule).toEqual({ 'file:long-line': 1 });
    expect(read).toBeLessThanOrEqual(4 * 1024 * 1024);
  });

  it('one value repeated by run length, of which the footer declares more than the file could hold', async () => {
    const { verdict } = await check(
      await parquet(
        "SELECT 'a' AS sensor, TIMESTAMP '2013-01-01' AS at, 1::DOUBLE AS value, 'air' AS kind FROM range(6000000)",
      ),
    );
    expect(verdict.byRule).toEqual({ 'file:bomb': 1 });
  });

  it.each([
    ['UTF-16 with its mark', Buffer.from(`\ufeff${header}`, 'utf16le'), 'file:format', /UTF-16/],
    ['UTF-16 without a mark', Buffer.from(header, 'utf16le'), 'file:format', /UTF-16/],
    [
      'Latin-1',
      Buffer.from(`${header}\xe9,2013-01-01,1,air\n`, 'latin1'),
      'file:encoding',
      /Latin-1|Windows-1252/,
    ],
    ['semicolons', Buffer.from('sensor;at;value;kind\na;2013-01-01;1,5;air\n'), 'file:dialect', /semicolons/],
    ['bars', Buffer.from('sensor|at|value|kind\na|2013-01-01|1|air\n'), 'file:dialect', /vertical bars/],
    ['tabs', Buffer.from('sensor\tat\tvalue\tkind\na\t2013-01-01\t1\tair\n'), 'file:dialect', /tabs/],
  ])('%s, and says what it is', async (_what, content, rule, words) => {
    const { verdict } = await check(content);
    expect(verdict).toMatchObject({ status: 'rejected', byRule: { [rule]: 1 } });
    expect(verdict.sample[0]!.received).toMatch(words);
  });
});
