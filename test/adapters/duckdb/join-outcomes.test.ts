import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { joinOutcomes, predictionColumns, readOutcomes } from '../../../adapters/duckdb/join-outcomes.ts';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';

let directory: string;
let database: Database;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'outcomes-'));
  database = await openDatabase({ directory });
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

const definition = {
  request: { dataset: 'flights', columns: ['flight'], asOf: 'hour', id: `'f' || flight` },
  training: { label: '(delay > 15)::INT', labelled: 'delay IS NOT NULL' },
} as unknown as Parameters<typeof joinOutcomes>[1];

async function join_(predictions: string, files: string[] = []) {
  const { connection } = database;
  await connection.run(`CREATE TABLE predictions (${predictionColumns})`);
  await connection.run(`INSERT INTO predictions VALUES ${predictions}`);
  await joinOutcomes(connection, definition, files, new Date('2026-01-01T00:00:00Z'));
  const read = async (table: string) =>
    (
      await connection.runAndReadAll(`SELECT * EXCLUDE predicted_at FROM ${table} ORDER BY id, version`)
    ).getRowObjectsJson();
  return { scored: await read('scored'), unscored: await read('unscored') };
}

it('joins what is known, keeps what is not, forgets what is too old', async () => {
  const file = join(directory, 'flights.parquet');
  await database.connection.run(
    `COPY (SELECT * FROM (VALUES (1, 20), (2, 3), (3, NULL)) t(flight, delay)) TO '${file}' (FORMAT parquet)`,
  );
  const at = `TIMESTAMP '2026-02-01'`;
  const { scored, unscored } = await join_(
    `('f1', 1, ${at}, 0.1), ('f1', 1, ${at} + INTERVAL 1 MINUTE, 0.2), ('f1', 2, ${at}, 0.9), ('f2', 1, NULL, 0.4),
     ('f3', 1, ${at}, 0.5), ('f9', 1, TIMESTAMP '2025-12-31', 0.5), (NULL, 1, ${at}, 0.5), ('f4', 1, ${at}, NULL)`,
    [file],
  );
  expect(scored).toEqual([
    { id: 'f1', version: 1, probability: 0.2, positive: true },
    { id: 'f1', version: 2, probability: 0.9, positive: true },
    { id: 'f2', version: 1, probability: 0.4, positive: false },
  ]);
  expect(unscored).toEqual([{ id: 'f3', version: 1, probability: 0.5 }]);
  expect(await readOutcomes(database.connection, 'scored')).toEqual({
    probabilities: [0.2, 0.4, 0.9],
    positive: [true, false, true],
  });
});

it('scores nothing while no outcome is there', async () => {
  const { scored, unscored } = await join_(`('f1', 1, NULL, 0.1)`);
  expect([scored.length, unscored.length]).toEqual([0, 1]);
  expect(await readOutcomes(database.connection, 'scored')).toEqual({ probabilities: [], positive: [] });
});
