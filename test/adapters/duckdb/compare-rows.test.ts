import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRows } from '../../../adapters/duckdb/compare-rows.ts';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';

const rows =
  "SELECT range AS id, TIMESTAMP '2013-01-01' AS event_time, range * 1.5::DOUBLE AS temp, range % 2 AS label FROM range(10)";
const keyless = `SELECT temp, label FROM (${rows})`;

describe('compareRows', () => {
  let directory: string;
  let database: Database;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'compare-rows-'));
    database = await openDatabase({ directory });
  });
  afterAll(() => {
    database.close();
    rmSync(directory, { recursive: true });
  });

  const compare = async (recorded: string, made: string, ending: 'parquet' | 'jsonl' = 'parquet') => {
    const write = async (name: string, sql: string): Promise<string> => {
      const file = join(directory, `${name}.${ending}`);
      await database.connection.run(
        `COPY (${sql}) TO '${file}' (FORMAT ${ending === 'parquet' ? 'parquet' : 'json'})`,
      );
      return file;
    };
    const files = { recorded: await write('recorded', recorded), made: await write('made', made) };
    return compareRows(database.connection, 'f', files);
  };
  const same = { file: 'f', columns: [], onlyRecorded: 0, onlyMade: 0, values: {}, largest: 0 };

  it.each([
    ['with a key', rows, 'parquet'],
    ['without one', keyless, 'parquet'],
    ['of JSON lines', keyless, 'jsonl'],
  ] as const)('takes rows %s in another order for the same', async (_what, sql, ending) => {
    expect(await compare(`${sql} ORDER BY temp`, `${sql} ORDER BY temp DESC`, ending)).toEqual(same);
  });

  it.each([
    ['a lost column', 'SELECT * EXCLUDE (temp) FROM', 'column temp is missing'],
    ['a new column', 'SELECT *, 1 AS more FROM', 'column more is new'],
    ['a narrower number', 'SELECT * REPLACE (temp::FLOAT AS temp) FROM', 'column temp DOUBLE → FLOAT'],
    [
      'a text for a number',
      'SELECT * REPLACE (label::VARCHAR AS label) FROM',
      'column label BIGINT → VARCHAR',
    ],
    ['another order', 'SELECT label, * EXCLUDE (label) FROM', 'columns in another order'],
  ])('says %s', async (_what, select, said) => {
    expect(await compare(rows, `${select} (${rows})`)).toEqual({ ...same, columns: [said] });
  });

  it.each([
    ['by their key', rows, 'parquet'],
    ['by their place', keyless, 'parquet'],
    ['by their place in JSON lines', keyless, 'jsonl'],
  ] as const)('pairs rows %s, and takes a sum in another order for the same', async (_what, sql, ending) => {
    const compared = await compare(sql, `SELECT * REPLACE (temp + 1e-13 AS temp) FROM (${sql})`, ending);
    expect(compared).toEqual({ ...same, largest: expect.closeTo(1e-13, 15) });
    expect(compared.largest).toBeGreaterThan(0);
  });

  it('measures a large number relatively, and a whole number exactly', async () => {
    const large = (more: string) =>
      `SELECT 1 AS id, TIMESTAMP '2013-01-01' AS event_time, 1e12::DOUBLE ${more} AS x`;
    expect(await compare(large(''), large('+ 100'))).toMatchObject({
      onlyMade: 0,
      largest: expect.closeTo(1e-10, 15),
    });
    expect(await compare(large(''), large('+ 10000'))).toMatchObject({ onlyMade: 1, values: { x: 1 } });
    const whole = (n: string) => `SELECT 1 AS id, TIMESTAMP '2013-01-01' AS event_time, ${n}::BIGINT AS n`;
    expect(await compare(whole('1000000000000'), whole('1000000000001'))).toMatchObject({ values: { n: 1 } });
  });

  it('counts rows that differ beside rows that nearly do not, and names the columns', async () => {
    const made = `SELECT * REPLACE (CASE id WHEN 3 THEN 99 ELSE temp + 1e-13 END AS temp) FROM (${rows}) WHERE id <> 7`;
    expect(await compare(rows, made)).toMatchObject({ onlyRecorded: 2, onlyMade: 1, values: { temp: 1 } });
  });

  it('counts the rows of a file without a key', async () => {
    const changed = `SELECT CASE temp WHEN 3 THEN 99 ELSE temp + 1e-13 END AS temp, label FROM (${keyless})`;
    expect(await compare(keyless, changed)).toMatchObject({ onlyRecorded: 1, onlyMade: 1, values: {} });
    expect(await compare(keyless, `${keyless} WHERE temp <> 3`)).toMatchObject({
      onlyRecorded: 1,
      onlyMade: 0,
    });
  });

  it('takes nothing for the same as null, NaN or infinity but itself', async () => {
    const one = (value: string) =>
      `SELECT 1 AS id, TIMESTAMP '2013-01-01' AS event_time, ${value}::DOUBLE AS x`;
    const values = ['NULL', "'nan'", "'inf'", "'-inf'", '0'];
    for (const before of values) {
      for (const after of values) {
        const { onlyMade } = await compare(one(before), one(after));
        expect({ before, after, onlyMade }).toEqual({ before, after, onlyMade: before === after ? 0 : 1 });
      }
    }
  });

  it('gives each of several rows with the same key one partner', async () => {
    const twice = `SELECT 1 AS id, TIMESTAMP '2013-01-01' AS event_time, x FROM (VALUES (1.0::DOUBLE), (2.0)) t(x)`;
    expect(await compare(twice, `SELECT * REPLACE (x + 1e-12 AS x) FROM (${twice})`)).toMatchObject({
      onlyRecorded: 0,
      onlyMade: 0,
    });
    expect(await compare(twice, `SELECT * FROM (${twice}) WHERE x = 1`)).toMatchObject({
      onlyRecorded: 1,
      onlyMade: 0,
    });
  });
});
