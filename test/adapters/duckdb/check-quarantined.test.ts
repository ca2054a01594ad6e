import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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

/** Has a file checked as it was uploaded, then its quarantined rows by the relaxed contract. */
async function replay(...rows: string[]) {
  const file = join(directory, 'upload');
  writeFileSync(file, `sensor,at,value\n${rows.join('\n')}\n`);
  const then = await checkFile({ contract, file, directory });
  const [quarantined, accepted] = [join(directory, 'q.parquet'), join(directory, 'a.parquet')];
  copyFileSync(then.bad!, quarantined);
  copyFileSync(then.good!.file, accepted);
  const now = await checkQuarantined({ contract: relaxed, quarantined, accepted: [accepted], directory });
  const database = await openDatabase({ directory });
  try {
    const found =
      now.good === null
        ? []
        : await queryRows<{ sensor: string; value: number }>(
            database.connection,
            `SELECT sensor, value FROM read_parquet('${now.good.file}') ORDER BY ALL`,
          );
    return { now, found };
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
