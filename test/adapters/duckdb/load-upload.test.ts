import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import type { Contract } from '../../../core/contracts/contract.ts';
import { aColumn, aContract } from '../../core/contracts/a-contract.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const upload = () => join(directory, 'upload');
const withColumns = (columns: Contract['columns'], promise: Partial<Contract> = {}) =>
  aContract({ columns: [...aContract().columns, ...columns], maximumQuarantinedShare: 1, ...promise });
const loose = aContract({ maximumQuarantinedShare: 1 });

const check = (content: string | Uint8Array, contract: Contract = loose, memoryLimitInMiB = 1_024) => {
  writeFileSync(upload(), content);
  return checkFile({ contract, file: upload(), directory, memoryLimitInMiB });
};

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'UTC'");
  return (await connection.runAndReadAll(sql)).getRowObjectsJson();
}

async function parquet(select: string): Promise<Buffer> {
  await query(`COPY (${select}) TO '${upload()}' (FORMAT parquet)`);
  return readFileSync(upload());
}

const line = (members: object) =>
  `${JSON.stringify({ sensor: 'a', at: '2013-01-01', value: 1, kind: 'air', ...members })}\n`;

describe('CSV', () => {
  it('may have lines within quotes that look like rows, also where the engine reads in parallel', async () => {
    const note = 'z,2014-01-01T00:00:00Z,1,air,fake\n'.repeat(700);
    const rows = Array.from(
      { length: 1_000 },
      (_, index) => `a,${new Date(Date.UTC(2013, 0, 1) + index * 1_000).toISOString()},1,air,"${note}"\n`,
    );
    const content = `sensor,at,value,kind,note\n${rows.join('')}`;
    const { verdict } = await check(content, withColumns([aColumn('note', 'string')]));
    expect(verdict).toMatchObject({ status: 'accepted', rows: 1_000, quarantinedRows: 0 });
  }, 60_000);

  it('may be wide: 2,000 columns, of which the contract names a few', async () => {
    const names = Array.from({ length: 1_996 }, (_, index) => `x${index}`);
    const header = `sensor,at,value,kind,${names.join(',')}\n`;
    const row = (minute: number) => `a,2013-01-01T00:${minute}Z,1,air,${names.map(() => '1.25').join(',')}\n`;
    const contract = withColumns([aColumn('x1995', 'double')], { onAdditionalColumns: 'drop-column' });
    const { verdict } = await check(`${header}${row(10)}${row(11)}`, contract);
    expect(verdict).toMatchObject({ status: 'accepted', rows: 2 });
  }, 60_000);

  it('may have many columns that the contract names, in memory for a few of them', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `x${index}`);
    const rows = Array.from(
      { length: 3_000 },
      (_, index) =>
        `a,${new Date(Date.UTC(2013, 0, 1) + index * 1_000).toISOString()},1,air,${names.map((_name, at) => (index * at) / 8).join(',')}\n`,
    );
    const contract = withColumns(names.map((name) => aColumn(name, 'double')));
    const { verdict } = await check(
      `sensor,at,value,kind,${names.join(',')}\n${rows.join('')}`,
      contract,
      300,
    );
    expect(verdict).toMatchObject({ status: 'accepted', rows: 3_000 });
  }, 60_000);

  it('may have a first column that is named as other files begin', async () => {
    const contract = withColumns([aColumn('PARENT_ID', 'string')]);
    const { verdict } = await check('PARENT_ID,sensor,at,value,kind\nx,a,2013-01-01,1,air\n', contract);
    expect(verdict.status).toBe('accepted');
  });

  it('has no verdict larger than the registry takes, whatever its header', async () => {
    const { verdict } = await check(`sensor,at,value,kind,${'z'.repeat(900_000)}\na,2013-01-01,1,air,1\n`);
    expect(verdict.byRule).toEqual({ 'file:additional-column': 1 });
    expect(JSON.stringify(verdict).length).toBeLessThan(10_000);
  });
});

describe('the check blames no file', () => {
  const rows = Array.from({ length: 60_000 }, (_, index) => {
    const at = new Date(Date.UTC(2013, 0, 1) + index * 1_000).toISOString();
    return `a,${at},1,air,${'0123456789abcdef'.repeat(10)}${index}\n`;
  });

  it('for its own memory', async () => {
    const content = `sensor,at,value,kind,note\n${rows.join('')}`;
    await expect(check(content, withColumns([aColumn('note', 'string')]), 20)).rejects.toThrow(
      'Out of Memory',
    );
  });
});

describe('JSON lines', () => {
  const numbers = withColumns(
    [aColumn('n', 'integer', { optional: true }), aColumn('x', 'double', { optional: true })],
    { rules: [] },
  );

  it.each([
    ['n', '1.0000000000000000001', null],
    ['n', '9007199254740990.6', null],
    ['n', '9007199254740991', '9007199254740991'],
    ['n', '9007199254740992', null],
    ['n', '1E2', null],
    ['n', '5.0', '5'],
    ['n', '-0', '0'],
    ['n', '"5"', null],
    ['x', '1e-400', null],
    ['x', '1E2', 100],
    ['x', '-1.5e-3', -0.0015],
    ['x', '1.0000000000000000001', 1],
    ['x', '9007199254740993', null],
    ['x', '9007199254740993.0', null],
    ['x', '1e300', 1e300],
    ['x', 'NaN', null],
    ['x', '-Infinity', null],
    ['x', 'true', null],
    ['x', '{"y":1}', null],
  ])('%s %s becomes %s', async (name, written, becomes) => {
    const other = `{"sensor":"b 7\\\\","at":"2013-01-01","value":1e0,"kind":"air","${name}":1}\n`;
    const row = `{"sensor":"a","at":"2013-01-01","value":1e0,"kind":"air","n7":[1,"2\\""],"${name}":${written}}\n`;
    const contract: Contract = {
      ...numbers,
      onAdditionalColumns: 'drop-column',
      columns: numbers.columns.map((column) =>
        column.name === 'sensor' ? aColumn('sensor', 'string', { nullable: false }) : column,
      ),
    };
    const { verdict, good, bad } = await check(other + row, contract);
    if (becomes === null) {
      expect(verdict.byRule).toEqual({ [`column:${name}:type`]: 1 });
      expect(verdict.sample[0]!.received.toLowerCase()).toBe(written.toLowerCase());
      expect(bad).not.toBeNull();
    } else {
      expect(verdict).toMatchObject({ status: 'accepted', rows: 2 });
      const rows = await query(`SELECT ${name} AS v FROM read_parquet('${good!.file}') WHERE sensor = 'a'`);
      expect(rows).toEqual([{ v: becomes }]);
    }
  });

  it.each([
    ['that is cut off', '{"sensor":"a",\n', 'file:unreadable', /no JSON \(in row 3\)/],
    ['with a comma that nothing follows', '{"sensor":"a",}\n', 'file:unreadable', /no JSON \(in row 3\)/],
    ['with two objects', '{"sensor":"a"}{"sensor":"b"}\n', 'file:unreadable', /no JSON \(in row 3\)/],
    ['of words', 'sensor a\n', 'file:unreadable', /no JSON \(in row 3\)/],
    ['that is no object', '[1]\n', 'file:format', /no object \(in row 3\)/],
    ['with a name twice', '{"sensor":"a","sensor":"b"}\n', 'file:format', /name twice \(in row 3\)/],
  ])('name the row of a line %s', async (_what, broken, rule, received) => {
    const { verdict } = await check(line({}) + line({ sensor: 'b' }) + broken + line({ sensor: 'c' }));
    expect(verdict).toMatchObject({ status: 'rejected', byRule: { [rule]: 1 } });
    expect(verdict.sample).toEqual([
      {
        rule,
        row: 3,
        expected: 'one JSON object a line, each name once',
        received: expect.stringMatching(received),
      },
    ]);
  });

  it('keep a comma within a text', async () => {
    const { verdict } = await check(line({ kind: 'air' }) + line({ sensor: 'b', kind: 'a,] "x",}' }));
    expect(verdict.byRule).toEqual({ 'column:kind:one-of': 1 });
  });

  it.each([
    ['as it is', (text: string) => Buffer.from(text)],
    ['gzipped', (text: string) => gzipSync(text)],
  ])('may begin with a byte order mark, %s', async (_what, stored) => {
    const { verdict } = await check(stored(`\ufeff${line({})}${line({ sensor: 'b' })}`));
    expect(verdict).toMatchObject({ status: 'accepted', rows: 2 });
  });

  it('have at most 2,000 names', async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => line({ [`a${index}`]: 1 })).join('');
    const { verdict } = await check(lines, aContract({ onAdditionalColumns: 'drop-column' }));
    expect(verdict.byRule).toEqual({ 'file:columns': 1 });
  });
});

describe('Parquet', () => {
  const row = (kind: string, at = "TIMESTAMP '2013-01-01'") =>
    `SELECT 'a' AS sensor, ${at} AS "at", 1::DOUBLE AS value, ${kind} AS kind`;
  const made = (name: string) => join(import.meta.dirname, '../../reference/contracts', name);
  const copied = (name: string) => {
    copyFileSync(made(name), upload());
    return checkFile({ contract: loose, file: upload(), directory });
  };

  it('may have a column without type or value', async () => {
    const { verdict } = await copied('null-type.parquet');
    expect(verdict).toMatchObject({ status: 'accepted', rows: 3 });
  });

  it.each([
    ['nanoseconds-utc.parquet', ['1970-01-01 00:00:00', '1970-01-01 00:00:00', '1970-01-01 00:00:00.000001']],
    ['int96.parquet', ['2013-01-01 00:00:00', '2013-01-01 01:00:00', '2013-01-01 02:00:00']],
  ])('may have the times that pandas and Spark write (%s), cut to the microsecond', async (name, times) => {
    const { verdict, good } = await copied(name);
    expect(verdict).toMatchObject({ status: 'accepted', rows: 3 });
    const rows = await query(
      `SELECT CAST("at" AS VARCHAR) AS "at" FROM read_parquet('${good!.file}') ORDER BY "at"`,
    );
    expect(rows.map(({ at }) => at)).toEqual(times);
  });

  it('of nanoseconds without a time zone has those rows refused that a cut would change', async () => {
    const at = (time: string) => row("'air'", `TIMESTAMP_NS '${time}'`);
    const { verdict } = await check(
      await parquet(`${at('2013-01-01 00:00:00.000000001')} UNION ALL ${at('2013-01-01 00:00:00.000001')}`),
    );
    expect(verdict).toMatchObject({ rows: 1, byRule: { 'column:at:type': 1 } });
  });

  it.each([
    ['9007199254740991::BIGINT', true],
    ['9007199254740993::BIGINT', false],
    ['9007199254740993.00::DECIMAL(20,2)', false],
    ['1e300::DOUBLE', true],
  ])('takes %s for a double: %s, as text of the same', async (value, isTaken) => {
    const contract = withColumns([aColumn('x', 'double')]);
    const { verdict } = await check(await parquet(`${row("'air'")}, ${value} AS x`), contract);
    expect(verdict.status).toBe(isTaken ? 'accepted' : 'rejected');
    const [written] = value.split('::');
    const csv = await check(`sensor,at,value,kind,x\na,2013-01-01,1,air,${written}\n`, contract);
    expect(csv.verdict.status).toBe(verdict.status);
  });

  it('has no column by whose name the engine numbers rows', async () => {
    const contract = aContract({ onAdditionalColumns: 'drop-column' });
    const { verdict } = await check(await parquet(`${row("'air'")}, 5 AS File_Row_Number`), contract);
    expect(verdict.byRule).toEqual({ 'file:reserved-column': 1 });
  });
});
