import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
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
