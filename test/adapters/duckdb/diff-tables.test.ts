import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DiffSide, diffTables } from '../../../adapters/duckdb/diff-tables.ts';
import { deltaSchema } from '../../../core/datasets/delta-schema.ts';
import { aColumn, aContract } from '../../core/contracts/a-contract.ts';

const contract = aContract();
const wide = aContract({ columns: [...contract.columns, aColumn('more', 'integer')] });
const [schema, wideSchema] = [deltaSchema(contract), deltaSchema(wide)];

let directory: string;
/** Files by name; their rows as SQL values. */
const files: Record<string, string> = {};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-diff-'));
  const connection = await (await DuckDBInstance.create()).connect();
  const write = async (name: string, columns: string, rows: string): Promise<void> => {
    files[name] = join(directory, `${name}.parquet`);
    await connection.run(
      `COPY (FROM (VALUES ${rows}) AS rows(${columns})) TO '${files[name]}' (FORMAT parquet)`,
    );
  };
  const columns = 'sensor, "at", value, kind';
  const at = (day: number) => `TIMESTAMP '2013-01-0${day}'`;
  await write('a', columns, `('a', ${at(1)}, 1.0::DOUBLE, 'air'), ('a', ${at(2)}, 2.0, NULL)`);
  await write('b', columns, `('b', ${at(1)}, 1.0::DOUBLE, 'air'), ('b', ${at(1)}, 1.0, 'air')`);
  // Of a's rows one has another value, and of b's twin rows one is gone.
  await write('a2', columns, `('a', ${at(1)}, 1.0::DOUBLE, 'air'), ('a', ${at(2)}, 3.0, NULL)`);
  await write('b2', columns, `('b', ${at(1)}, 1.0::DOUBLE, 'air')`);
  await write('wide', `${columns}, more`, `('c', ${at(3)}, 4.0::DOUBLE, 'water', 7::BIGINT)`);
});
afterAll(() => rmSync(directory, { recursive: true }));

const side = (of: string, ...names: string[]): DiffSide => ({
  schema: of,
  files: names.map((name) => files[name]!),
});
const diff = (before: DiffSide, after: DiffSide) =>
  diffTables({ before, after, key: contract.key, directory });

it('counts rows as multisets, and keys of which both have a row that changed', async () => {
  const { columns, rows, shifts } = await diff(side(schema, 'a', 'b'), side(schema, 'a2', 'b2'));
  expect(columns).toEqual([]);
  expect(rows).toEqual({ before: 4, after: 3, added: 1, removed: 2, changedKeys: 1 });
  expect(shifts.find(({ column }) => column === 'kind')).toMatchObject({
    nullShareBefore: 0.25,
    nullShareAfter: 1 / 3,
  });
});

it('finds nothing between a version and itself', async () => {
  const { rows, shifts } = await diff(side(schema, 'a'), side(schema, 'a'));
  expect(rows).toEqual({ before: 2, after: 2, added: 0, removed: 0, changedKeys: 0 });
  expect(shifts.map(({ psi, distance }) => [psi, distance])).toEqual(Array(4).fill([0, 0]));
});

it('compares versions from before and after a column came, some or all of whose files lack it', async () => {
  const { columns, rows } = await diff(side(schema, 'a'), side(wideSchema, 'a', 'wide'));
  expect(columns).toEqual([{ column: 'more', change: 'added', before: null, after: 'long' }]);
  expect(rows).toEqual({ before: 2, after: 3, added: 1, removed: 0, changedKeys: 0 });
  const both = await diff(side(wideSchema, 'a'), side(wideSchema, 'a2', 'wide'));
  expect(both.columns).toEqual([]);
  expect(both.rows).toEqual({ before: 2, after: 3, added: 2, removed: 1, changedKeys: 1 });
  expect(both.shifts.find(({ column }) => column === 'more')).toMatchObject({
    nullShareBefore: 1,
    nullShareAfter: 2 / 3,
  });
});

it('compares with a version that has no file', async () => {
  const { rows, shifts } = await diff(side(schema), side(schema, 'a'));
  expect(rows).toEqual({ before: 0, after: 2, added: 2, removed: 0, changedKeys: 0 });
  expect(shifts.map(({ psi }) => psi)).toEqual([null, null, null, null]);
});
