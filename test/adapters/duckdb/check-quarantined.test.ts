import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import { checkQuarantined } from '../../../adapters/duckdb/check-quarantined.ts';
import { openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { queryRows } from '../../../adapters/duckdb/query-rows.ts';
import type { Contract } from '../../../core/contracts/contract.ts';

const column = { description: 'x', nullable: false, onInvalid: 'quarantine-row' } as const;
const contract: Contract = {
  dataset: 'readings',
  version: '1.0.0',
  description: 'Readings',
  owner: 'team',
  columns: [
    { ...column, name: 'sensor', type: 'string' },
    { ...column, name: 'at', type: 'timestamp' },
    { ...column, name: 'value', type: 'double', maximum: 10 },
  ],
  key: ['sensor', 'at'],
  eventTime: 'at',
  rules: [],
  onAdditionalColumns: 'reject-file',
  maximumQuarantinedShare: 0.9,
};
/** The bound is relaxed, and the file as a whole has promises that a rest of it cannot keep. */
const relaxed: Contract = {
  ...contract,
  columns: contract.columns.map((known) =>
    known.name === 'value' ? { ...known, maximum: 100, onInvalid: 'reject-file' } : known,
  ),
  rowCount: { minimum: 1_000, onBroken: 'reject-file' },
  freshness: { maximumAge: { hours: 1 }, onStale: 'reject-file' },
  maximumQuarantinedShare: 0,
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballast-test-quarantined-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Has a CSV file checked as it was uploaded, then its quarantined rows by the relaxed contract. */
const replay = (...rows: string[]) => replayFile(`sensor,at,value\n${rows.join('\n')}\n`);

async function replayFile(content: string | Uint8Array, relaxedTo: Contract = relaxed) {
  const file = join(directory, 'upload');
  writeFileSync(file, content);
  const then = await checkFile({ contract, file, directory });
  const [quarantined, accepted] = [join(directory, 'q.parquet'), join(directory, 'a.parquet')];
  copyFileSync(then.bad!, quarantined);
  copyFileSync(then.good!.file, accepted);
  const now = await checkQuarantined({ contract: relaxedTo, quarantined, accepted: [accepted], directory });
  const database = await openDatabase({ directory });
  try {
    const found =
      now.good === null
        ? []
        : await queryRows<{ sensor: string; value: number }>(
            database.connection,
            `SELECT sensor, value FROM read_parquet('${now.good.file}') ORDER BY ALL`,
          );
    const kept = await queryRows<{ sensor: string; at: string; value: string }>(
      database.connection,
      `SELECT sensor, "at", value FROM read_parquet('${quarantined}') ORDER BY ballast_row`,
    );
    return { now, found, kept };
  } finally {
    database.close();
  }
}

it('accepts rows whose promise was relaxed, and no others', async () => {
  const { now, found } = await replay(
    'a,2020-01-01T00:00:00Z,1',
    'b,2020-01-01T00:00:00Z,50',
    'c,2020-01-01T00:00:00Z,500',
    'd,not a time,1',
  );
  expect(found).toEqual([{ sensor: 'b', value: 50 }]);
  expect(now.verdict).toMatchObject({ status: 'accepted', rows: 1, quarantinedRows: 2 });
  expect(now.verdict.byRule).toEqual({ 'column:at:type': 1, 'column:value:maximum': 1 });
});

it('never lets a row in whose key the upload has', async () => {
  const { now, found } = await replay(
    'a,2020-01-01T00:00:00Z,1',
    'a,2020-01-01T00:00:00Z,2',
    'a,2020-01-01T00:00:00Z,50',
    'b,2020-01-01T00:00:00Z,50',
  );
  expect(found).toEqual([{ sensor: 'b', value: 50 }]);
  expect(now.verdict).toMatchObject({ rows: 1, quarantinedRows: 2, byRule: { 'key:unique': 2 } });
});

it('accepts nothing where every row repeats a key or is bad still', async () => {
  const { now } = await replay('a,2020-01-01T00:00:00Z,1', 'a,2020-01-01T00:00:00Z,2');
  expect(now.good).toBeNull();
  expect(now.verdict.status).toBe('rejected');
});

describe('rows come back from every format, kept as they came', () => {
  const rows = [
    { sensor: 'a', at: '2020-01-01T00:00:00Z', value: 1 },
    { sensor: 'b "x"', at: '2020-01-01T00:00:00Z', value: 50 },
    { sensor: 'c', at: '2020-01-01T00:00:00Z', value: 500 },
  ];
  const jsonLines = (...lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

  async function parquet(time: string): Promise<Buffer> {
    const { connection, close } = await openDatabase({ directory });
    const file = join(directory, 'made.parquet');
    const values = rows.map(({ sensor, value }) => `('${sensor}', ${value}::DOUBLE)`).join(', ');
    await connection.run(
      `COPY (SELECT sensor, ${time} '2020-01-01 00:00:00' AS "at", value FROM (VALUES ${values}) t(sensor, value))
      TO '${file}' (FORMAT parquet)`,
    );
    close();
    return readFileSync(file);
  }

  it.each([
    ['CSV', async () => 'sensor,at,value\na,2020-01-01,1\n"b ""x""",2020-01-01,50\nc,2020-01-01,500\n'],
    ['JSON lines', async () => jsonLines(...rows)],
    ['Parquet', () => parquet('TIMESTAMP')],
    ['Parquet with a time zone', () => parquet('TIMESTAMPTZ')],
  ])('%s', async (_format, content) => {
    const { now, found, kept } = await replayFile(await content());
    expect(kept.map(({ sensor }) => sensor)).toEqual(['b "x"', 'c']);
    expect(kept[0]!.at).toMatch(/^2020-01-01[^"]*$/);
    expect(found).toEqual([{ sensor: 'b "x"', value: 50 }]);
    expect(now.verdict).toMatchObject({ rows: 1, quarantinedRows: 1, byRule: { 'column:value:maximum': 1 } });
  });

  it('JSON lines, in which a number is no text and a text no number, then as now', async () => {
    const at = '2020-01-01T00:00:00Z';
    const { now, found, kept } = await replayFile(
      jsonLines(
        { sensor: 'a', at, value: 1 },
        { sensor: 7, at, value: 50 },
        { sensor: 'c', at, value: '50' },
        { sensor: '7', at, value: 50 },
      ),
    );
    expect(kept.map(({ sensor, value }) => [sensor, value])).toEqual([
      ['7', '50'],
      ['c', '50'],
      ['7', '50'],
    ]);
    expect(found).toEqual([{ sensor: '7', value: 50 }]);
    expect(now.verdict.byRule).toEqual({ 'column:sensor:type': 1, 'column:value:type': 1 });
  });

  it('JSON lines, judged by a type that the contract has only since', async () => {
    const at = '2020-01-01T00:00:00Z';
    const asText: Contract = {
      ...contract,
      columns: [contract.columns[0]!, contract.columns[1]!, { ...column, name: 'value', type: 'string' }],
    };
    const { found } = await replayFile(
      jsonLines(
        { sensor: 'a', at, value: 1 },
        { sensor: 'b', at, value: 'fifty' },
        { sensor: 'c', at, value: 50 },
      ),
      asText,
    );
    expect(found).toEqual([{ sensor: 'b', value: 'fifty' }]);
  });
});
