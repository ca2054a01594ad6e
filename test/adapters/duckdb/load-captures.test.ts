import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCaptures } from '../../../adapters/duckdb/load-captures.ts';
import { type Database, openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { captureRecord } from '../../../local/sagemaker/capture-record.ts';

let directory: string;
let database: Database;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'captures-'));
  database = await openDatabase({ directory });
});
afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true });
});

const features = [
  { name: 'wind', type: 'number' },
  { name: 'carrier', type: 'category' },
] as const;

const line = (input: string, output: string, types: { JsonContentTypes?: string[] }, inferenceId?: string) =>
  captureRecord({
    input: { contentType: 'application/json', body: Buffer.from(input) },
    output: { contentType: 'application/json', body: Buffer.from(output) },
    modes: ['InputAndOutput'],
    types,
    eventId: 'e1',
    inferenceId,
    at: new Date('2026-01-02T03:04:05Z'),
  });

const json = { JsonContentTypes: ['application/json'] };

async function load(text: string) {
  const file = join(directory, 'a.jsonl');
  writeFileSync(file, text);
  await loadCaptures(database.connection, [{ file, variant: 'v3' }], features);
  const read = async (sql: string) => (await database.connection.runAndReadAll(sql)).getRowObjectsJson();
  return {
    captures: await read('SELECT * FROM captures'),
    unreadable: await read('SELECT * FROM unreadable'),
  };
}

it("reads SageMaker's lines, as text and as base64", async () => {
  const record = JSON.stringify({ wind: 1.5, carrier: 'U"A, é' });
  const { captures, unreadable } = await load(
    `${line(record, '{"probability": 0.25}', json, 'r1')}\n${line(record, '{"probability": 0.5}', {})}\n`,
  );
  expect(captures).toEqual([
    {
      _variant: 'v3',
      _id: 'r1',
      _at: '2026-01-02 03:04:05',
      _probability: 0.25,
      wind: '1.5',
      carrier: 'U"A, é',
    },
    {
      _variant: 'v3',
      _id: null,
      _at: '2026-01-02 03:04:05',
      _probability: 0.5,
      wind: '1.5',
      carrier: 'U"A, é',
    },
  ]);
  expect(unreadable).toEqual([]);
});

it("leaves golden requests out: they are nobody's traffic", async () => {
  const { captures, unreadable } = await load(
    `${line('{"wind": 1}', '{"probability": 0.5}', json, 'golden-r1-calm-0')}\n${line('{"wind": 2}', '{"probability": 0.5}', json, 'UA-1545')}\n`,
  );
  expect(captures.map(({ _id }) => _id)).toEqual(['UA-1545']);
  expect(unreadable).toEqual([]);
});

it('has null for a null, for a missing feature and for an answer that is an error', async () => {
  const { captures } = await load(`${line('{"wind": null}', '{"error": "broken"}', json, 'r1')}\n`);
  expect(captures).toMatchObject([{ wind: null, carrier: null, _probability: null }]);
});

it('counts lines that say nothing, and reads the others', async () => {
  const { captures, unreadable } = await load(
    [
      'not JSON',
      '{"captureData": 5}',
      line('[1, 2]', '{}', json),
      line('{"wind": 2, "carrier": "UA"}', 'oops', json, 'r9'),
      '{"captureData": {"endpointInput": {"data": "%%%", "encoding": "BASE64"}}}',
      '',
    ].join('\n'),
  );
  expect(captures).toMatchObject([{ _id: 'r9', wind: '2', _probability: null }]);
  expect(unreadable).toHaveLength(4);
});

it('makes empty tables of no files', async () => {
  await loadCaptures(database.connection, [], features);
  const { rows } = (
    await database.connection.runAndReadAll('SELECT count(*) AS rows FROM captures')
  ).getRowObjectsJson()[0] as { rows: string };
  expect(Number(rows)).toBe(0);
});
