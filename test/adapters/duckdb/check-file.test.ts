import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import type { Contract } from '../../../core/contracts/contract.ts';
import { uploadLimits } from '../../../core/contracts/upload-limits.ts';
import { flights, weather } from '../../../models/flight-delay/contracts.ts';
import { aColumn, aContract } from '../../core/contracts/a-contract.ts';

const modelData = join(import.meta.dirname, '../../../models/flight-delay/data');
const header = 'sensor,at,value,kind\n';
const goodRow = 'a,2013-01-01T00:00:00Z,1.5,air\n';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const upload = () => join(directory, 'upload');

function check(content: string | Uint8Array, contract: Contract = aContract()) {
  writeFileSync(upload(), content);
  return checkFile({ contract, file: upload(), directory });
}

it.each([
  ['rows of a text', { rows: 1 }, 'file:rows', header + goodRow + goodRow],
  ['inflated bytes', { inflatedBytes: 10 }, 'file:bomb', header + goodRow],
  ['columns', { columns: 3 }, 'file:columns', header + goodRow],
])('holds a file to the limits that it is given: %s', async (_what, limit, rule, text) => {
  writeFileSync(upload(), text);
  const limits = { ...uploadLimits, ...limit };
  const checked = await checkFile({ contract: aContract(), file: upload(), directory, limits });
  expect(checked.verdict).toMatchObject({ status: 'rejected', byRule: { [rule]: 1 } });
});

it('holds a Parquet file to the limits that it is given', async () => {
  await writeParquet(
    "SELECT 'a' AS sensor, TIMESTAMP '2013-01-01' AS at, 1.0::DOUBLE AS value, 'air' AS kind",
  );
  const limits = { ...uploadLimits, rows: 0 };
  const checked = await checkFile({ contract: aContract(), file: upload(), directory, limits });
  expect(checked.verdict).toMatchObject({ status: 'rejected', byRule: { 'file:bomb': 1 } });
});

/** Writes the rows of a query as Parquet where the upload is read from. */
async function writeParquet(select: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${select}) TO '${upload()}' (FORMAT parquet)`);
}

async function rowsOf(file: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  return (await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`)).getRowObjectsJson();
}

const rejected = (rule: string, row?: number) => ({
  verdict: {
    status: 'rejected',
    byRule: { [rule]: 1 },
    sample: [expect.objectContaining(row === undefined ? { rule } : { rule, row })],
  },
  good: null,
  bad: null,
});

describe('checkFile refuses a file', () => {
  it.each([
    ['of 0 bytes', '', 'file:format'],
    ['of a byte order mark', '\ufeff', 'file:format'],
    ['that is no table', '\x7fELF\x02\x01\x01', 'file:format'],
    ['with the wrong end', 'PAR1xxxxxxxxxxxxxxxx', 'file:format'],
    ['with bad Parquet within', 'PAR1xxxxxxxx\x04\0\0\0PAR1', 'file:unreadable'],
    ['with a footer longer than itself', 'PAR1xxxx\xff\xff\x00\x00PAR1', 'file:bomb'],
    ['with a column twice', 'sensor,at,value,kind,kind\n', 'file:duplicate-column'],
    ['with a column too many', 'sensor,at,value,kind,more\na,b,c,d,e\n', 'file:additional-column'],
    ['without a column', 'sensor,at,value\n', 'file:missing-column'],
    ['with semicolons', 'sensor;at;value;kind\n', 'file:dialect'],
    ['with tabs', 'sensor\tat\tvalue\tkind\na\tb\tc\td\n', 'file:dialect'],
    ['with one long line, gzipped', gzipSync(Buffer.alloc(4 * 1024 * 1024, 0x61)), 'file:long-line'],
    ['of broken JSON', '{"sensor":"a"\n', 'file:unreadable'],
    ['of JSON that is no object', '{"sensor":"a"}\n[1]\n', 'file:format'],
    ['of JSON with a name twice', '{"sensor":"a","sensor":"b"}\n', 'file:format'],
    ['of two JSON objects in a line', '{"sensor":"a"}{"sensor":"a"}\n', 'file:unreadable'],
    ['of a JSON array', '[{"sensor":"a"}]', 'file:format'],
  ])('%s', async (_what, content, rule) => {
    const bytes =
      typeof content === 'string'
        ? Buffer.from(content, content.startsWith('PAR1') ? 'latin1' : 'utf8')
        : content;
    expect(await check(bytes)).toMatchObject(rejected(rule));
  });

  it('with a header and no row', async () => {
    const { verdict } = await check(header);
    expect(verdict).toMatchObject({ status: 'rejected', reason: 'The file has column names but no row.' });
  });

  it.each([
    ['NUL bytes', `${header}${goodRow}a,2013-01-02,\0,air\n`, 'file:nul-byte', 2],
    ['an open quote', `${header}${goodRow}"a,2013-01-02,1,air\n`, 'file:quote', 2],
    ['a field too few', `${header}${goodRow}a,2013-01-02,1\n`, 'file:fields', 2],
  ])('with %s, and names the row', async (_what, content, rule, row) => {
    expect(await check(content)).toMatchObject(rejected(rule, row));
  });

  it('that is cut off within a gzip stream', async () => {
    const whole = gzipSync(header + goodRow.repeat(50));
    expect(await check(whole.subarray(0, whole.length - 12))).toMatchObject(rejected('file:unreadable'));
  });

  it('that inflates a thousandfold, long before it is inflated', async () => {
    const bomb = gzipSync(header + goodRow.repeat(2_000_000));
    const checked = await check(bomb);
    expect(checked).toMatchObject(rejected('file:bomb'));
    const [, inflated] = /more than (\d+) bytes/.exec(checked.verdict.sample[0]!.received)!;
    expect(Number(inflated)).toBeLessThan(32 * 1024 * 1024);
  });

  it('that is gzip within gzip', async () => {
    expect(await check(gzipSync(gzipSync(header)))).toMatchObject(rejected('file:format'));
  });

  it('whose Parquet footer declares more values than are taken, from a few bytes', async () => {
    await writeParquet(`SELECT 'a' AS sensor, TIMESTAMP '2013-01-01' AS at, 1.0::DOUBLE AS value, 'air' AS kind
      FROM range(6000000)`);
    expect(readFileSync(upload()).length).toBeLessThan(100_000);
    const checked = await checkFile({ contract: aContract(), file: upload(), directory });
    expect(checked).toMatchObject(rejected('file:bomb'));
  });

  it('whose Parquet pages were damaged', async () => {
    copyFileSync(join(modelData, 'flights-2013-01.parquet'), upload());
    const bytes = readFileSync(upload());
    bytes.fill(0xff, 1_000, 200_000);
    const { verdict } = await check(bytes, flights);
    expect(verdict).toMatchObject({ status: 'rejected', byRule: { 'file:unreadable': 1 } });
    expect(verdict.sample[0]!.received).not.toContain(directory);
  });

  it('whose Parquet column is nested', async () => {
    await writeParquet(
      `SELECT 'a' AS sensor, TIMESTAMP '2013-01-01' AS at, {'x': 1} AS value, 'air' AS kind`,
    );
    const checked = await checkFile({ contract: aContract(), file: upload(), directory });
    expect(checked).toMatchObject(rejected('file:column-type'));
  });
});

describe('checkFile judges rows', () => {
  const bad = [
    ['b,2013-01-01,99,air', 'column:value:maximum', '99'],
    ['b,2013-01-02,-51,air', 'column:value:minimum', '-51'],
    ['b,2013-01-03,NaN,air', 'column:value:type', 'NaN'],
    ['b,2013-01-04,1e400,air', 'column:value:type', '1e400'],
    ['b,2013-01-05,1,fire', 'column:kind:one-of', 'fire'],
    ['B2,2013-01-06,1,air', 'column:sensor:pattern', 'B2'],
    ['b\n2,2013-01-07,1,air', 'column:sensor:pattern', 'b\n2'],
    [',2013-01-08,1,air', 'column:sensor:not-null', 'nothing'],
    ['b,,1,air', 'column:at:not-null', 'nothing'],
    ['b,yesterday,1,air', 'column:at:type', 'yesterday'],
    ['b,2013-01-09,-5,water', 'rule:water-flows', 'value -5, kind water'],
    ['a,2013-01-01T00:00Z,2,air', 'key:unique', 'a, 2013-01-01 00:00:00'],
  ] as const;

  it('sets each bad row aside with its number, its rule and its value, and keeps the others', async () => {
    const quoted = bad.map(([row]) => row.replace('b\n2', '"b\n2"'));
    const contract = aContract({ maximumQuarantinedShare: 1 });
    const {
      verdict,
      good,
      bad: quarantine,
    } = await check(`${header}${goodRow}${quoted.join('\n')}\n`, contract);
    if (verdict.status !== 'accepted') throw new Error(verdict.reason);
    expect([verdict.rows, verdict.quarantinedRows]).toEqual([1, bad.length]);
    const told = verdict.sample.map(({ row, rule, received }) => [row, rule, received]);
    expect(told).toEqual(bad.map(([, rule, received], index) => [index + 2, rule, received]));
    expect(await rowsOf(good!.file)).toEqual([
      { sensor: 'a', at: '2013-01-01 00:00:00', value: 1.5, kind: 'air' },
    ]);
    expect((await rowsOf(quarantine!))[0]).toEqual({
      ballast_row: '2',
      ballast_rules: 'column:value:maximum',
      sensor: 'b',
      at: '2013-01-01',
      value: '99',
      kind: 'air',
    });
  });

  it('does not count a bad row as the first of its key', async () => {
    const { verdict } = await check(`${header}a,2013-01-01,99,air\na,2013-01-01,1,air\n`);
    expect(verdict).toMatchObject({ status: 'accepted', rows: 1, byRule: { 'column:value:maximum': 1 } });
  });

  it('lets nulls pass that the contract allows, and rules that they leave undecided', async () => {
    const { verdict } = await check(`${header}a,2013-01-01,,\n`);
    expect(verdict).toMatchObject({ status: 'accepted', rows: 1, quarantinedRows: 0 });
  });

  it('takes quoted emptiness for text, not for null', async () => {
    const { verdict } = await check(`${header}${goodRow}b,2013-01-01,1,""\n`);
    expect(verdict.byRule).toEqual({ 'column:kind:one-of': 1 });
  });

  it('refuses the whole file above the allowed share, and still shows the rows', async () => {
    const contract = aContract({ maximumQuarantinedShare: 0.1 });
    const checked = await check(`${header}${goodRow}b,2013-01-01,99,air\n`, contract);
    expect(checked).toMatchObject({ verdict: { status: 'rejected' }, good: null, bad: expect.any(String) });
  });

  it('accepts its own quarantine again, once corrected', async () => {
    const contract = aContract({ maximumQuarantinedShare: 1 });
    const first = await check(`${header}${goodRow}b,2013-01-01,99,air\n`, contract);
    const again = join(directory, 'again');
    copyFileSync(first.bad!, again);
    const wider = aContract({
      columns: [...contract.columns.slice(0, 2), aColumn('value', 'double'), contract.columns[3]!],
    });
    const { verdict } = await checkFile({ contract: wider, file: again, directory });
    expect(verdict).toMatchObject({ status: 'accepted', rows: 1, quarantinedRows: 0 });
  });

  it('keeps formula cells as they are', async () => {
    const contract = aContract({ columns: [...aContract().columns, aColumn('note', 'string')] });
    const { good } = await check(
      `sensor,at,value,kind,note\na,2013-01-01,1,air,=cmd|'/C calc'!A0\n`,
      contract,
    );
    expect((await rowsOf(good!.file))[0]!.note).toBe("=cmd|'/C calc'!A0");
  });

  it('does nothing that a column name asks for, and can reach no file', async () => {
    const name = `x"; ATTACH '${directory}/attached.db' AS y; COPY (SELECT 1) TO '${directory}/../out`;
    const contract = aContract({
      columns: [...aContract().columns, aColumn(name, 'integer', { minimum: 1 })],
    });
    const row = { sensor: 'a', at: '2013-01-01', value: 1, kind: 'air', [name]: 0 };
    const { verdict } = await check(
      `${JSON.stringify(row)}\n${JSON.stringify({ ...row, sensor: 'b', [name]: 1 })}\n`,
      contract,
    );
    expect(verdict.byRule).toEqual({ [`column:${name}:minimum`]: 1 });
    const csv = `sensor,at,value,kind,"${name.replaceAll('"', '""')}"\na,2013-01-01,1,air,1\n`;
    expect((await check(csv, contract)).verdict.status).toBe('accepted');
    expect(() => readFileSync(join(directory, 'attached.db'))).toThrow();
  });

  it('cannot be made to read another file by a rule that got past the check of contracts', async () => {
    const rules = [
      { name: 'x', description: 'x', sql: "(SELECT count(*) FROM read_text('/etc/hostname')) > 5" },
    ];
    await expect(check(header + goodRow, aContract({ rules }))).rejects.toThrow(/Permission Error/);
  });
});

describe('checkFile gives equal rows one digest', () => {
  const rows = [
    { sensor: 'b', at: '2013-01-01T00:00:00Z', value: 2, kind: 'water' },
    { sensor: 'a', at: '2013-01-01T02:00:00+02:00', value: 1.5, kind: 'air' },
    { sensor: 'c', at: '2012-12-31', value: null, kind: null },
  ];
  const csv = (some: typeof rows) =>
    header +
    some.map(({ sensor, at, value, kind }) => `${sensor},${at},${value ?? ''},${kind ?? ''}\n`).join('');

  it('whatever their order, format, line ends and column order, and one file, byte by byte', async () => {
    const first = await check(csv(rows));
    const bytes = readFileSync(first.good!.file);
    const same: (string | Uint8Array)[] = [
      csv([...rows].reverse()),
      csv(rows).replaceAll('\n', '\r\n'),
      `\ufeff${csv(rows).trimEnd()}`,
      gzipSync(csv(rows)),
      rows.map((row) => JSON.stringify(row)).join('\n'),
      rows.map(({ at, ...row }) => JSON.stringify({ at, ...row })).join('\n'),
    ];
    for (const content of same) {
      const { good } = await check(content);
      expect(good!.digest).toBe(first.good!.digest);
      expect(readFileSync(good!.file).equals(bytes)).toBe(true);
    }
    const reordered = aContract({ columns: [...aContract().columns].reverse() });
    expect((await check(csv(rows), reordered)).good!.digest).toBe(first.good!.digest);
  });

  it('and other rows another', async () => {
    const digests = new Set<string>();
    const texts = [
      csv(rows),
      csv(rows.slice(1)),
      csv(rows).replace('1.5', '1.25'),
      csv(rows).replace('air', ''),
    ];
    for (const text of texts) digests.add((await check(text)).good!.digest);
    expect(digests.size).toBe(texts.length);
  });
});

describe('checkFile on the real files', () => {
  it('accepts January whole, in about a second', async () => {
    copyFileSync(join(modelData, 'flights-2013-01.parquet'), upload());
    await checkFile({ contract: flights, file: upload(), directory });
    const started = performance.now();
    const { verdict, good } = await checkFile({ contract: flights, file: upload(), directory });
    console.log(`27,004 flights checked in ${Math.round(performance.now() - started)} ms`);
    expect(verdict).toMatchObject({ status: 'accepted', rows: 27_004, quarantinedRows: 0 });
    expect([good!.from, good!.to]).toEqual(['2013-01-01T10:00:00.000Z', '2013-02-01T04:00:00.000Z']);
  }, 30_000);

  it('finds the hour in which Newark is said to have had 1,048 miles an hour of wind', async () => {
    copyFileSync(join(modelData, 'weather.parquet'), upload());
    const { verdict } = await checkFile({ contract: weather, file: upload(), directory });
    expect(verdict).toMatchObject({ status: 'accepted', byRule: { 'column:wind_speed:maximum': 1 } });
    expect(verdict.sample[0]!.received).toBe('1048.36058');
  }, 30_000);
});
