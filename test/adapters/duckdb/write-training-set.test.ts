import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { queryRows } from '../../../adapters/duckdb/query-rows.ts';
import { writeTrainingSet } from '../../../adapters/duckdb/write-training-set.ts';
import model from '../../../models/flight-delay/model.ts';

const data = join(import.meta.dirname, '../../../models/flight-delay/data');
let directory: string;
let database: Database;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-'));
  database = await openDatabase({ directory });
});
afterAll(async () => {
  database.close();
  await rm(directory, { recursive: true });
});

// The counts are those of the uploaded files themselves.
it('writes every labelled flight once, split by time and in order of time and id', async () => {
  const place = async (name: string): Promise<string> => {
    const file = join(directory, name);
    await copyFile(join(data, name), file);
    return file;
  };
  const flights = await Promise.all(
    ['01', '02', '03'].map((month) => place(`flights-2013-${month}.parquet`)),
  );
  const weather = [await place('weather.parquet')];
  const output = join(directory, 'set');
  await mkdir(output);
  const datasets = new Map([
    ['flights', flights],
    ['weather', weather],
  ]);
  const set = await writeTrainingSet(database.connection, model, datasets, output);
  const list = flights.map((file) => `'${file}'`).join(', ');
  const [labelled] = await queryRows<{ rows: bigint; late: bigint }>(
    database.connection,
    `SELECT count(*) AS rows, count(*) FILTER (WHERE arr_delay > 15) AS late FROM read_parquet([${list}]) WHERE arr_delay IS NOT NULL`,
  );
  const { train, validation, holdout } = set.rows;
  expect(BigInt(train + validation + holdout)).toBe(labelled!.rows);
  expect(BigInt(set.positives.train + set.positives.validation + set.positives.holdout)).toBe(labelled!.late);
  const [order] = await queryRows<{ bad: bigint }>(
    database.connection,
    `SELECT count(*) AS bad FROM (SELECT (event_time, id) < lag((event_time, id)) OVER () AS wrong
       FROM read_parquet('${join(output, 'truth/train.parquet')}')) WHERE wrong`,
  );
  expect(order!.bad).toBe(0n);
});
