import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { profileTable } from '../../../adapters/duckdb/profile-table.ts';
import { probabilityBins } from '../../../core/drift/baseline.ts';
import { mergeProfiles, type NumberProfile } from '../../../core/drift/profile.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ directory: '/tmp' });
});
afterAll(() => database.close());

const profile = (sql: string, type: 'number' | 'category') =>
  profileTable(database.connection, `(${sql})`, [{ name: 'x', type }]);

describe('profileTable', () => {
  it('puts a tenth of the rows in each bin of a column without ties', async () => {
    const { rows, features } = await profile('SELECT range AS x FROM range(1, 1001)', 'number');
    const { counts, minimum, maximum, mean, nulls } = features.x as NumberProfile;
    expect(rows).toBe(1000);
    expect(counts).toEqual(Array.from({ length: 10 }, () => 100));
    expect({ minimum, maximum, mean, nulls }).toEqual({ minimum: 1, maximum: 1000, mean: 500.5, nulls: 0 });
  });

  it('counts nulls, NaN, text that is no number, and infinities', async () => {
    const sql = `SELECT unnest(['1', '2', 'Infinity', '-Infinity', 'NaN', 'many', NULL]) AS x`;
    const { features } = await profile(sql, 'number');
    const { nulls, counts, minimum, maximum } = features.x as NumberProfile;
    expect({ nulls, minimum, maximum }).toEqual({ nulls: 3, minimum: 1, maximum: 2 });
    expect(counts.reduce((sum, count) => sum + count)).toBe(4);
    expect(counts.at(-1)).toBe(1);
  });

  it('keeps a constant apart from what is below and above it', async () => {
    const baseline = await profile('SELECT 10 AS x FROM range(50)', 'number');
    const current = await profileTable(
      database.connection,
      '(SELECT unnest([9, 10, 10, 11, 12]) AS x)',
      [{ name: 'x', type: 'number' }],
      baseline,
    );
    expect((baseline.features.x as NumberProfile).counts).toEqual([0, 50, 0]);
    expect((current.features.x as NumberProfile).counts).toEqual([1, 2, 2]);
  });

  it('profiles an all-null and an empty column', async () => {
    const { features } = await profile('SELECT NULL AS x FROM range(5)', 'number');
    expect(features.x).toMatchObject({ nulls: 5, edges: [], counts: [0], mean: null });
    expect(await profile('SELECT 1 AS x WHERE false', 'number')).toMatchObject({
      rows: 0,
      features: { x: { nulls: 0, counts: [0] } },
    });
    expect(await profile('SELECT NULL AS x FROM range(5)', 'category')).toMatchObject({
      features: { x: { nulls: 5, counts: {}, other: 0 } },
    });
  });

  it('names at most 200 values of a category and adds up the others', async () => {
    const sql = `SELECT CASE WHEN range < 300 THEN 'v' || range ELSE 'often' END AS x FROM range(400)`;
    const { features } = await profile(sql, 'category');
    expect(features.x).toMatchObject({ counts: { often: 100 }, other: 101, nulls: 0 });
  });

  it('counts a value that the baseline does not know as other', async () => {
    const baseline = await profile(`SELECT unnest(['a', 'a', 'it''s']) AS x`, 'category');
    const current = await profileTable(
      database.connection,
      `(SELECT unnest(['it''s', 'new', NULL]) AS x)`,
      [{ name: 'x', type: 'category' }],
      baseline,
    );
    expect(current.features.x).toEqual({ type: 'category', nulls: 1, counts: { a: 0, "it's": 1 }, other: 1 });
  });

  it('gives the profile of a whole table as the sum of its halves', async () => {
    const features = [
      { name: 'n', type: 'number' },
      { name: 'c', type: 'category' },
    ] as const;
    const sql = (where: string) =>
      `(SELECT hash(range) % 1000 / 7 AS n, chr(65 + (hash(range) % 5)::INT) AS c FROM range(500) WHERE ${where})`;
    const whole = await profileTable(database.connection, sql('true'), features);
    const [a, b] = [
      await profileTable(database.connection, sql('range < 123'), features, whole),
      await profileTable(database.connection, sql('range >= 123'), features, whole),
    ];
    const merged = mergeProfiles(a, b);
    expect(merged.features.c).toEqual(whole.features.c);
    expect(merged.features.n).toMatchObject({
      ...whole.features.n,
      mean: expect.closeTo((whole.features.n as NumberProfile).mean!, 9),
    });
  });

  it('uses the fixed bins of predictions', async () => {
    const { features } = await profileTable(
      database.connection,
      '(SELECT unnest([0.0, 0.05, 0.051, 0.99, 1.0]) AS probability)',
      [{ name: 'probability', type: 'number' }],
      probabilityBins,
    );
    const { counts } = features.probability as NumberProfile;
    expect([counts[0], counts[1], counts[19]]).toEqual([2, 1, 2]);
  });

  it('says which feature a baseline lacks', async () => {
    const features = [{ name: 'y', type: 'number' }] as const;
    await expect(
      profileTable(database.connection, '(SELECT 1 AS y)', features, probabilityBins),
    ).rejects.toThrow(/'y' as a number.*missing/);
  });

  it('quotes a name that tries to end the statement', async () => {
    const name = 'x"; DROP TABLE t; --';
    const { rows } = await profileTable(database.connection, `(SELECT 1 AS "x""; DROP TABLE t; --")`, [
      { name, type: 'number' },
    ]);
    expect(rows).toBe(1);
  });
});
