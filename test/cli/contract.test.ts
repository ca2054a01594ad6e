import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Contract } from '../../core/contracts/contract.ts';
import { uploadKey } from '../../core/registry/keys.ts';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import flightDelay from '../../models/flight-delay/model.ts';
import { aContract } from '../core/contracts/a-contract.ts';
import type { FakeTarget } from './fake-target.ts';
import { upload } from './records.ts';
import { runHere, startTargetHere } from './run-here.ts';

/** What this checkout's only model is taken for. */
const checkout = vi.hoisted(() => ({ models: [] as ModelDefinition[] }));
vi.mock('../../lib/load-models.ts', () => ({ loadModels: async () => checkout.models }));

const referring = aContract({
  references: [{ columns: ['kind'], dataset: 'kinds', referenced: ['name'], onMissing: 'quarantine-row' }],
});
const [flights, weather] = flightDelay.contracts as [Contract, Contract];
const has = (...contracts: Contract[]) => {
  checkout.models = [{ ...flightDelay, contracts }];
};

let target: FakeTarget;
let directory: string;
beforeAll(async () => {
  target = await startTargetHere();
});
afterAll(() => target.stop());
beforeEach(() => {
  target.reset();
  directory = mkdtempSync(join(tmpdir(), 'ballast-contract-'));
  has(...flightDelay.contracts, referring);
  return () => rmSync(directory, { recursive: true, force: true });
});

const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};
const good = 'sensor,at,value,kind\na,2013-01-01,1,air\nb,2013-01-01,1,water\n';
async function parquet(name: string, sql: string): Promise<string> {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`COPY (${sql}) TO '${path}' (FORMAT parquet)`);
  return path;
}
const check = (path: string, ...words: string[]) => runHere('contract', 'check', path, ...words);
const readings = (path: string, ...words: string[]) => check(path, '--dataset', 'readings', ...words);

describe('contract check', () => {
  it('ends with 0 where every row keeps the contract', async () => {
    has(...flightDelay.contracts, aContract());
    const path = file('good.csv', good);
    expect(await readings(path)).toEqual({
      code: 0,
      stdout: `${path}: accepted by readings 1.0.0: 2 rows, 0 quarantined\n`,
      stderr: '',
    });
  });

  it('shows what is wrong, with an example, writes both kinds of rows, and ends with 1', async () => {
    has(...flightDelay.contracts, aContract());
    const path = file('some.csv', `${good}c,2013-01-01,99,air\n`);
    const out = join(directory, 'out');
    const { code, stdout, stderr } = await readings(path, '--out', out);
    expect(code).toBe(1);
    expect(stdout).toContain('accepted by readings 1.0.0: 2 rows, 1 quarantined');
    expect(stdout).toMatch(/column:value:maximum +1 +3 +at most 50 degree +99/);
    expect(stderr).toContain(`Cannot call '${path}' clean: 1 of 3 rows break the contract`);
    expect(['accepted.parquet', 'quarantined.parquet'].map((name) => existsSync(join(out, name)))).toEqual([
      true,
      true,
    ]);
  });

  it('leaves nothing of an earlier check in its folder', async () => {
    has(...flightDelay.contracts, aContract());
    const out = join(directory, 'out');
    await readings(file('some.csv', `${good}c,2013-01-01,99,air\n`), '--out', out);
    expect((await readings(file('good.csv', good), '--out', out)).code).toBe(0);
    expect(existsSync(join(out, 'quarantined.parquet'))).toBe(false);
  });

  it('tells why a file is refused, and says the same as JSON', async () => {
    has(...flightDelay.contracts, aContract());
    const path = file('bad.csv', 'sensor,at\na,2013-01-01\n');
    const { code, stdout, stderr } = await readings(path, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      dataset: 'readings',
      verdict: { status: 'rejected', byRule: { 'file:missing-column': 2 } },
      notChecked: [],
    });
    expect(stderr).toContain('the contract refuses it');
  });

  it.each([
    ['a folder', () => directory, /Cannot check '.*': it is no file; name the files in it one by one/],
    ['nothing', () => join(directory, 'none'), /Cannot check '.*none': there is no such file/],
  ])('names %s that cannot be checked', async (_, path, message) => {
    const { code, stderr } = await readings(path());
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('asks for the dataset where the checkout has several, and names them', async () => {
    const { code, stderr } = await check(file('good.csv', good));
    expect(code).toBe(2);
    expect(stderr).toContain('give --dataset with one of flights, readings, weather');
  });

  it('does not call a file clean whose references it could not look up', async () => {
    const { code, stdout, stderr } = await readings(file('good.csv', good));
    expect(code).toBe(1);
    expect(stdout).toContain('2 rows, 0 quarantined\nnot checked: reference:kinds:kind\n');
    expect(stderr).toContain(
      'reference:kinds:kind was not checked; give --reference kinds=<Parquet file or folder>',
    );
  });

  it('looks references up in a file, or in a folder of files', async () => {
    const path = file('good.csv', good);
    const one = await parquet('kinds/one.parquet', "SELECT 'air' AS name");
    const missing = await readings(path, '--reference', `kinds=${one}`);
    expect(missing.code).toBe(1);
    expect(missing.stdout).toMatch(/reference:kinds:kind +1 +2 .*water/);
    await parquet('kinds/deeper/two.parquet', "SELECT 'water' AS name");
    const { code, stdout } = await readings(path, '--reference', `kinds=${join(directory, 'kinds')}`);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${path}: accepted by readings 1.0.0: 2 rows, 0 quarantined\n`,
    });
  });

  it.each([
    [['kinds'], /Expected dataset=path/],
    [['kinds=a', 'kinds=b'], /'kinds' is given already/],
    [['sorts=good.csv'], /the contract of 'readings' refers to kinds/],
    [['kinds=none'], /Cannot take references from 'none': there is no such file or folder/],
    [['kinds=package.json'], /Cannot take references from 'package.json': it is not a Parquet file/],
    [['kinds=cli'], /Cannot take references from 'cli': no file in it ends with .parquet/],
  ])('refuses --reference %s', async (given, message) => {
    const words = given.flatMap((text) => ['--reference', text]);
    const { code, stderr } = await readings(file('good.csv', good), ...words);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('names a rule that is no expression, before it blames the file', async () => {
    has(
      ...flightDelay.contracts,
      aContract({ rules: [{ name: 'odd', description: 'd', sql: 'value > > 3' }] }),
    );
    const { code, stderr } = await readings(file('good.csv', good));
    expect(code).not.toBe(0);
    expect(stderr).toContain('models/flight-delay/model.ts: contracts.2: rules.odd.sql: cannot be computed');
  });
});

describe('contract try', () => {
  const header = weather.columns.map(({ name }) => name).join(',');
  const row = (hour: number, temp: number) =>
    `EWR,2013,1,1,${hour},${temp},20,50,0,5,,0,1000,10,2013-01-01T0${hour}:00:00Z`;
  const before = { status: 'accepted', rows: 40, quarantinedRows: 0, byRule: {}, sample: [] } as const;

  it('says of each stored upload what would become of it, and changes nothing', async () => {
    const temperate = weather.columns.map((column) =>
      column.name === 'temp' ? { ...column, maximum: 100 } : column,
    );
    has(flights, { ...weather, columns: temperate, maximumQuarantinedShare: 0.5 });
    const put = (uploadId: string, text: string, change: object) => {
      const key = `landing/weather/${uploadId}.csv`;
      target.put(
        uploadKey('weather', uploadId),
        upload({ ...{ dataset: 'weather', uploadId, key, verdict: before }, ...change }),
      );
      target.putObject(`data/${key}`, text);
    };
    const kept = Array.from({ length: 8 }, (_, hour) => row(hour, 50)).join('\n');
    put('a', `${header}\n${kept}\n${row(8, 110)}\n`, { receivedAt: '2026-11-22T19:50:00.000Z' });
    put('b', `${header}\n${row(1, 110)}\n`, { receivedAt: '2026-11-22T19:51:00.000Z' });
    const { code, stdout } = await runHere('contract', 'try', 'flight-delay', '--dataset', 'weather');
    expect(code).toBe(0);
    expect(stdout).toMatch(/weather\/a\.csv +1\.1\.0 +40 rows, 0 quarantined +8 rows, 1 quarantined +\+1/);
    expect(stdout).toMatch(/weather\/b\.csv +1\.1\.0 +40 rows, 0 quarantined +rejected +rejected/);
    expect(stdout).toMatch(/weather\/a\.csv +column:temp:maximum +0 +1 +\+1/);
    expect(
      target.calls.map(({ call }) => call).filter((call) => /Put|Update|Delete|POST/.test(call)),
    ).toEqual([]);
  });
});

describe('contract publish', () => {
  it('refuses a change without its version, and records nothing', async () => {
    const lock = join(import.meta.dirname, '../../models/flight-delay/contracts.lock.json');
    const recorded = readFileSync(lock, 'utf8');
    has(
      {
        ...flights,
        columns: flights.columns.map((column) =>
          column.name === 'distance' ? { ...column, maximum: 5_000 } : column,
        ),
      },
      weather,
    );
    const { code, stdout, stderr } = await runHere('contract', 'publish', 'flight-delay');
    expect(code).toBe(4);
    expect(stdout).toContain('flights 1.1.0: not published: it needs version 2.0.0 or later');
    expect(stdout).toContain('breaking      columns.distance.maximum: 6000 → 5000');
    expect(stderr).toContain("'flights' cannot be published as above; nothing was recorded");
    expect(readFileSync(lock, 'utf8')).toBe(recorded);
  });
});
