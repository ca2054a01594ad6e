import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bucket } from './support/bucket.ts';
import { readDeltaTable } from './support/delta-table.ts';
import { type DeployedContract, deployContract } from './support/deploy-contract.ts';
import { eventually } from './support/eventually.ts';
import type { UploadItem } from './support/items.ts';
import { openTwin, type Twin } from './support/open-twin.ts';
import { queryParquet } from './support/parquet.ts';
import { readInbox } from './support/read-inbox.ts';
import { Registry } from './support/registry.ts';
import { askBallast, runBallast } from './support/run-ballast.ts';
import { toCsv, weatherRows } from './support/weather-rows.ts';

// A rule turns out to be wrong: rows that it set aside come back as one new version, and every version before it stays.

const dataset = 'weather';
const run = Date.now();
const keyOf = (name: string): string => `landing/${dataset}/backfill-${run}-${name}.csv`;
const others = ['plan-backfill', 'commit-backfill', 'check-upload'];
const relax = (contract: DeployedContract): void => {
  contract.version = '2.0.0';
  contract.rules = contract.rules.filter(({ name }) => name !== 'dew-point-below-temperature');
};

interface Plan {
  readonly plan: {
    readonly backfillId: string;
    readonly produces: number | null;
    readonly uploads: readonly { readonly key: string; readonly byGoneRules: number }[];
    readonly skipped: readonly { readonly key: string; readonly reason: string }[];
  };
}
interface Followed {
  readonly backfill: {
    readonly backfillId: string;
    readonly status: string;
    readonly version?: number | null;
  };
  readonly items: readonly { readonly status: string; readonly data: { readonly rows: number } | null }[];
}

describe('a backfill', () => {
  let twin: Twin;
  let bucket: Bucket;
  let registry: Registry;
  let from: string;
  let head: number;
  let bytesBefore: Map<string, number>;

  const table = () => readDeltaTable(bucket, dataset);
  const upload = async (name: string, seed: number): Promise<UploadItem> => {
    const rows = weatherRows(31, 60, seed).map((row, index) =>
      // Two rows break the rule that turns out wrong, and one repeats a key.
      index < 2 ? { ...row, dewp: Number(row.temp) + 5 } : row,
    );
    await bucket.put(keyOf(name), toCsv([...rows, rows[7]!]));
    return eventually(
      `a verdict on ${name}`,
      async () =>
        (await registry.uploads(dataset)).find(
          ({ key, status }) => key === keyOf(name) && status !== 'checking',
        ),
      60,
    );
  };
  const rowsOf = async (version: number, seed: number): Promise<number> => {
    const files = (await table()).filesAt(version);
    const parquet = await Promise.all(files.map(({ key }) => bucket.bytes(key)));
    const temp = 30 + (seed % 1_000) / 100;
    const [counted] = await queryParquet<{ rows: number }>(
      parquet,
      `SELECT CAST(count(*) AS INTEGER) AS rows FROM $files WHERE month = 12 AND day = 31 AND temp = ${temp}`,
    );
    return counted!.rows;
  };
  const [seedA, seedB] = [run % 1_000, (run + 13) % 1_000];

  beforeAll(async () => {
    twin = await openTwin();
    bucket = new Bucket(twin.dataBucket);
    registry = new Registry(twin.table);
    from = new Date().toISOString();
    for (const [name, seed] of [
      ['a', seedA],
      ['b', seedB],
    ] as const) {
      const { status, verdict } = await upload(name, seed);
      expect(status).toBe('accepted');
      expect(verdict).toMatchObject({
        rows: 58,
        quarantinedRows: 3,
        byRule: { 'rule:dew-point-below-temperature': 2, 'key:unique': 1 },
      });
    }
    const before = await table();
    head = before.commits.at(-1)!;
    bytesBefore = new Map(
      await Promise.all(
        before.filesAt(head).map(async ({ key }) => [key, (await bucket.bytes(key)).length] as const),
      ),
    );
  });
  afterAll(() => deployContract(dataset, [...others, 'replay-upload']));

  it('has nothing to do while the contract is the one that judged', async () => {
    const { plan } = await askBallast<Plan>('backfill', dataset, '--from', from, '--quarantined');
    expect(plan).toMatchObject({ produces: null, uploads: [] });
    expect(plan.skipped.map(({ reason }) => reason)).toEqual(
      Array(2).fill('this contract has judged it at its upload'),
    );
  });

  it('says first what it would do, and does nothing by that', async () => {
    await deployContract(dataset, others, relax);
    const { plan } = await askBallast<Plan>('backfill', dataset, '--from', from, '--quarantined');
    expect(plan.produces).toBe(head + 1);
    expect(plan.uploads.map(({ key, byGoneRules }) => ({ key, byGoneRules }))).toEqual([
      { key: keyOf('a'), byGoneRules: 2 },
      { key: keyOf('b'), byGoneRules: 2 },
    ]);
    expect((await table()).commits.at(-1)).toBe(head);
  });

  it('stops without a version, and pages, where uploads cannot be judged', async () => {
    // The function that judges still has the old contract: a deployment that is half done.
    const { code, stderr } = await runBallast(
      'backfill',
      dataset,
      '--from',
      from,
      '--quarantined',
      '--apply',
    );
    expect(stderr).toContain('2 of its 2 uploads could not be judged');
    expect(code).toBe(1);
    expect((await table()).commits.at(-1)).toBe(head);
    await eventually('its page', () =>
      readInbox(twin.state.inboxDirectory).find(({ text }) =>
        text.includes(`Backfill of '${dataset}' stopped`),
      ),
    );
  });

  it('goes on where it stopped, with one version of all rows that pass and no key twice', async () => {
    await deployContract(dataset, ['replay-upload'], relax);
    const { plan } = await askBallast<Plan>('backfill', dataset, '--from', from, '--quarantined');
    const resumed = await askBallast<Followed>('backfill', '--resume', plan.backfillId);
    expect(resumed.backfill).toMatchObject({ status: 'finished', version: head + 1 });
    expect(resumed.items.map(({ data }) => data?.rows)).toEqual([2, 2]);
    expect((await table()).commits.at(-1)).toBe(head + 1);
    expect(await rowsOf(head + 1, seedA)).toBe(60);
    expect(await rowsOf(head + 1, seedB)).toBe(60);
  });

  it('leaves the versions before as they were', async () => {
    expect(await rowsOf(head, seedA)).toBe(58);
    for (const [key, bytes] of bytesBefore) expect((await bucket.bytes(key)).length).toBe(bytes);
  });

  it('does nothing a second time', async () => {
    const { plan } = await askBallast<Plan>('backfill', dataset, '--from', from, '--quarantined', '--apply');
    expect(plan.produces).toBeNull();
    expect((await table()).commits.at(-1)).toBe(head + 1);
  });

  it('replays whole uploads in place of what they had brought', async () => {
    const done = await askBallast<Followed>('backfill', dataset, '--from', from, '--apply');
    expect(done.backfill).toMatchObject({ status: 'finished', version: head + 2 });
    expect(done.items.map(({ data }) => data?.rows)).toEqual([60, 60]);
    expect(await rowsOf(head + 2, seedA)).toBe(60);
    expect(await rowsOf(head + 2, seedB)).toBe(60);
    const now = await table();
    expect(now.filesAt(head + 2)).toHaveLength(now.filesAt(head + 1).length - 2);
  });
});
