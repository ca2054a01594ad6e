import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import { aColumn, aContract } from '../../core/contracts/a-contract.ts';

const contract = aContract({
  columns: [
    ...aContract().columns,
    aColumn('note', 'string', { optional: true }),
    aColumn('depth', 'double', { optional: true, minimum: 0, nullShare: { maximum: 0.5, onBroken: 'warn' } }),
  ],
});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function goodRows(write: (file: string) => Promise<void> | void) {
  const file = join(directory, 'upload');
  await write(file);
  const { verdict, good } = await checkFile({ contract, file, directory });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows =
    good === null
      ? null
      : (
          await connection.runAndReadAll(`SELECT sensor, note, depth FROM read_parquet('${good.file}')`)
        ).getRowObjectsJson();
  return { verdict, rows };
}

const lacking = { sensor: 'a', note: null, depth: null };
const warned = {
  status: 'accepted',
  rows: 1,
  quarantinedRows: 0,
  warnings: { 'column:depth:null-share': 1 },
};

describe('a file that lacks an optional column has null in it', () => {
  it('as CSV', async () => {
    const { verdict, rows } = await goodRows((file) =>
      writeFileSync(file, 'sensor,at,value,kind\na,2013-01-01T00:00:00Z,1.5,air\n'),
    );
    expect(verdict).toMatchObject(warned);
    expect(rows).toEqual([lacking]);
  });

  it('as JSON lines', async () => {
    const { verdict, rows } = await goodRows((file) =>
      writeFileSync(file, '{"sensor":"a","at":"2013-01-01T00:00:00Z","value":1.5,"kind":"air"}\n'),
    );
    expect(verdict).toMatchObject(warned);
    expect(rows).toEqual([lacking]);
  });

  it('as Parquet', async () => {
    const { verdict, rows } = await goodRows(async (file) => {
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      await connection.run(
        `COPY (SELECT 'a' AS sensor, TIMESTAMP '2013-01-01' AS at, 1.5::DOUBLE AS value, 'air' AS kind) TO '${file}' (FORMAT parquet)`,
      );
    });
    expect(verdict).toMatchObject(warned);
    expect(rows).toEqual([lacking]);
  });

  it('and one that has it has its values', async () => {
    const { verdict, rows } = await goodRows((file) =>
      writeFileSync(file, 'note,sensor,at,value,kind,depth\nx,a,2013-01-01T00:00:00Z,1.5,air,3\n'),
    );
    expect(verdict).toEqual({ status: 'accepted', rows: 1, quarantinedRows: 0, byRule: {}, sample: [] });
    expect(rows).toEqual([{ sensor: 'a', note: 'x', depth: 3 }]);
  });
});
