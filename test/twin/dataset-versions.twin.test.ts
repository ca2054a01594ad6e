import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { testPython } from './start-emulator.ts';
import { openTwin } from './support/open-twin.ts';
import { queryRows } from './support/parquet.ts';
import { askBallast, runBallast } from './support/run-ballast.ts';
import { toCsv, weatherRows } from './support/weather-rows.ts';

// From outside: files pushed in parallel, each a version of its own; pinned, planned about, and fetched.

const run = Date.now();
const directory = mkdtempSync(join(tmpdir(), 'ballast-versions-'));
afterAll(() => rmSync(directory, { recursive: true }));

interface PushRow {
  readonly sent: boolean;
  readonly status: string;
  readonly version: number;
}

it('makes one version of each of several files pushed at once, and sends nothing the second time', async () => {
  for (const part of [1, 2, 3]) {
    writeFileSync(join(directory, `versions-${run}-${part}.csv`), toCsv(weatherRows(30, 5, run + part)));
  }
  const first = await askBallast<PushRow[]>('data', 'push', 'weather', directory);
  expect(first.map(({ sent, status }) => [sent, status])).toEqual(Array(3).fill([true, 'accepted']));
  expect(new Set(first.map(({ version }) => version)).size).toBe(3);
  const again = await askBallast<PushRow[]>('data', 'push', 'weather', directory);
  expect(again.map(({ sent }) => sent)).toEqual([false, false, false]);

  const newest = Math.max(...first.map(({ version }) => version));
  const [log] = await askBallast<{ version: number; source: { uploader: string } }[]>(
    'data',
    'log',
    'weather',
  );
  expect(log).toMatchObject({ version: newest, source: { uploader: expect.stringMatching(/./) } });
  await askBallast('data', 'pin', `weather@${newest - 1}`, '--reason', 'a test');
  const plan = await askBallast<{ versions: { version: number; reasons: string[] }[] }>(
    ...['data', 'gc', 'weather', '--keep-newest', '1', '--keep-days', '0'],
  );
  expect(plan.versions[newest - 1]!.reasons.join()).toContain('a test');
  await askBallast('data', 'unpin', `weather@${newest - 1}`);
  const pulled = await runBallast('data', 'pull', `weather@${newest}`, join(directory, 'pulled'));
  expect(pulled.code).toBe(0);
});

const reader = join(import.meta.dirname, '../reference/datasets/read_table.py');

it('is read over S3 by the package deltalake as it comes, by a filter on any column', async () => {
  const target = join(directory, 'compared');
  await askBallast('data', 'pull', 'weather', target);
  const filters = [
    { column: 'temp', operator: '>', value: 50 },
    { column: 'month', operator: '=', value: 1 },
    { column: 'origin', operator: '=', value: 'JFK' },
    { column: 'time_hour', operator: '>=', value: '2013-02-10T12:00:00', isTime: true },
  ];
  const expected = await Promise.all(
    filters.map(async ({ column, operator, value }) => {
      const literal = typeof value === 'number' ? value : `'${value}'`;
      const [row] = await queryRows<{ rows: number }>(
        `SELECT count(*) AS rows FROM read_parquet('${join(target, 'weather/*.parquet')}', union_by_name = true)
          WHERE ${column} ${operator} ${literal}`,
      );
      return row!.rows;
    }),
  );
  for (const rows of expected) expect(rows).toBeGreaterThan(0);
  const { dataBucket } = await openTwin();
  const asked = JSON.stringify(filters.map((filter) => ({ ...filter, shown: 'origin' })));
  const folder = `s3://${dataBucket}/datasets/weather`;
  const found = JSON.parse(
    execFileSync(testPython, [reader, folder, '--filters', asked], { encoding: 'utf8' }),
  ) as { table: string[]; dataset: string[] }[];
  expect(found.map(({ table, dataset }) => [table.length, dataset.length])).toEqual(
    expected.map((rows) => [rows, rows]),
  );
});
