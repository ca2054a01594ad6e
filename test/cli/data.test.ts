import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commitPath, emptyTable, replayLog, type TableFile } from '../../core/datasets/delta-log.ts';
import { versionRecord } from '../../core/datasets/version-record.ts';
import { writeCommit } from '../../core/datasets/write-commit.ts';
import { datasetVersionKey, modelVersionKey } from '../../core/registry/keys.ts';
import { edgeItems } from '../../core/registry/lineage/edge.ts';
import { edgesOfRecord } from '../../core/registry/lineage/edges-of-record.ts';
import model from '../../models/flight-delay/model.ts';
import type { FakeTarget } from './fake-target.ts';
import { datasetVersion, modelVersion } from './records.ts';
import { runHere, startTargetHere } from './run-here.ts';

// Three versions of the flights, a file each: the second one replaced the first, the third one the second.

const contract = model.contracts.find(({ dataset }) => dataset === 'flights')!;
const digests = ['a', 'b', 'c'].map((digit) => digit.repeat(64));
const pathOf = (version: number) => `part-${digests[version]}.parquet`;

let target: FakeTarget;
let directory: string;
const contents: Buffer[] = [];

beforeAll(async () => {
  target = await startTargetHere();
  directory = mkdtempSync(join(tmpdir(), 'ballast-data-'));
  const connection = await (await DuckDBInstance.create()).connect();
  for (const version of [0, 1, 2]) {
    const file = join(directory, `${version}.parquet`);
    await connection.run(
      `COPY (SELECT TIMESTAMP '2013-01-01' + INTERVAL 1 HOUR * i AS time_hour, i AS flight, NULL::VARCHAR AS tailnum
        FROM range(${10 + version}) AS rows(i)) TO '${file}' (FORMAT parquet)`,
    );
    contents.push(readFileSync(file));
  }
});
beforeEach(() => {
  target.reset();
  let state = emptyTable;
  for (const [version, content] of contents.entries()) {
    const file: TableFile = {
      ...{ path: pathOf(version), bytes: content.length, rows: 10 + version, digest: digests[version]! },
      ...{ from: '2013-01-01T00:00:00.000Z', to: '2013-01-01T09:00:00.000Z' },
      source: { ...datasetVersion().source, uploadId: `u-${version}`, sequencer: `0${version}` },
    };
    const text = writeCommit({
      ...{ state, change: { add: [file], remove: state.files }, contract },
      manifest: {
        ...{ uploadId: `u-${version}`, source: file.source, dataset: 'flights', codeCommit: 'c' },
        ...{ parent: version === 0 ? null : version - 1, contractVersion: '1.0.0', contractDigest: 'd' },
        createdAt: `2026-01-0${version + 1}T00:00:00.000Z`,
      },
    });
    [state] = replayLog([text], state) as [typeof state];
    target.putObject(`data/datasets/flights/${commitPath(version)}`, text);
    target.putObject(`data/datasets/flights/${pathOf(version)}`, content);
    target.put(datasetVersionKey('flights', version), versionRecord(state));
  }
});
afterAll(async () => {
  await target.stop();
  rmSync(directory, { recursive: true });
});

describe('data show', () => {
  it('says where a version came from and which files it has, by number and by instant', async () => {
    const { code, stdout } = await runHere('data', 'show', 'flights@1', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      record: { version: 1, parent: 0, filesAdded: 1, filesRemoved: 1 },
      uri: 's3://data/datasets/flights',
      files: [{ path: pathOf(1), rows: 11 }],
    });
    const then = await runHere('data', 'show', 'flights@2026-01-02T12:00:00Z');
    expect(then.stdout).toContain('flights@1');
    expect(then.stdout).toContain('landing/flights/flights-2013-03.csv');
  });

  it('names the way to what there is where there is no such version', async () => {
    const { code, stderr } = await runHere('data', 'show', 'flights@9');
    expect(code).not.toBe(0);
    expect(stderr).toContain('`ballast data log flights`');
  });
});

describe('data diff', () => {
  it('counts rows and files, also where files lack columns of the contract', async () => {
    const { code, stdout } = await runHere('data', 'diff', 'flights', '0', '2', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      files: { added: [pathOf(2)], removed: [pathOf(0)], common: 0 },
      columns: [],
      rows: { before: 10, after: 12, added: 2, removed: 0 },
    });
    const shown = await runHere('data', 'diff', 'flights', '0', '2');
    expect(shown.stdout).toMatch(/10 → 12: 2 added, 0 removed/);
  });
});

describe('data pull', () => {
  const downloads = () =>
    target.calls.filter(({ call }) => call.startsWith('GET /data/datasets/flights/part-'));
  const pull = (version: number, to: string) =>
    runHere('data', 'pull', `flights@${version}`, join(directory, to));
  const held = (to: string) =>
    readdirSync(join(directory, to, 'flights'))
      .filter((name) => !name.startsWith('.ballast'))
      .sort();

  it('leaves exactly the files of the version that was pulled last, and what was there of others', async () => {
    expect((await pull(0, 'pulled')).code).toBe(0);
    expect(readFileSync(join(directory, 'pulled/flights', pathOf(0)))).toEqual(contents[0]);
    writeFileSync(join(directory, 'pulled/flights/notes.txt'), 'mine');
    expect((await pull(2, 'pulled')).code).toBe(0);
    expect(held('pulled')).toEqual(['notes.txt', pathOf(2)]);
    expect(downloads()).toHaveLength(2);
  });

  it('downloads only what is not there, whole', async () => {
    await pull(1, 'again');
    await pull(1, 'again');
    expect(downloads()).toHaveLength(1);
    writeFileSync(join(directory, 'again/flights', pathOf(1)), 'half');
    await pull(1, 'again');
    expect(downloads()).toHaveLength(2);
    expect(readFileSync(join(directory, 'again/flights', pathOf(1)))).toEqual(contents[1]);
  });

  it('leaves no half file, and refuses a directory with data files that it did not bring', async () => {
    target.putObject(`data/datasets/flights/${pathOf(1)}`, 'half');
    expect((await pull(1, 'half')).stderr).toContain('4 bytes, its version says');
    expect(held('half')).toEqual([]);
    writeFileSync(join(directory, 'half/flights', pathOf(0)), 'of an earlier release');
    const { code, stderr } = await pull(2, 'half');
    expect(code).not.toBe(0);
    expect(stderr).toContain('remove them, or pull to another directory');
    expect(held('half')).toEqual([pathOf(0)]);
  });
});

describe('data gc', () => {
  const gc = ['data', 'gc', 'flights', '--keep-newest', '1', '--keep-days', '0'];
  const other = modelVersion({ model: 'of-another-checkout', datasets: { flights: 0 } });
  beforeEach(() => {
    for (const { key, record } of edgesOfRecord(other, {
      environment: 'dev',
      definitionOf: () => null,
    }).flatMap(edgeItems)) {
      target.put(key, record);
    }
  });

  it('keeps what a registered model needs that this checkout does not have, and deletes the rest', async () => {
    target.put(modelVersionKey(other.model, other.version), other);
    const marked: unknown[] = [];
    target.on('DynamoDB.UpdateItem', ({ Key }) => {
      marked.push((Key as { sk: { S: string } }).sk.S);
      return { body: {} };
    });
    const planned = await runHere(...gc);
    expect(planned.stdout).toMatch(/0 .* keep +model of-another-checkout@1/);
    expect(marked).toEqual([]);
    const { code, stdout } = await runHere(...gc, '--apply', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ expired: [1], revived: [], deleted: [pathOf(1)] });
    expect(marked).toEqual([datasetVersionKey('flights', 1).sk]);
    const files = target.objects.filter((name) => name.includes('part-'));
    expect(files.map((name) => name.split('/').at(-1))).toEqual([pathOf(0), pathOf(2)]);
  });

  it('refuses where it cannot read a model that lineage knows', async () => {
    const { code, stderr } = await runHere(...gc, '--apply');
    expect(code).not.toBe(0);
    expect(stderr).toContain('lineage says that of-another-checkout@1 learned from one');
    expect(target.objects.filter((name) => name.includes('part-'))).toHaveLength(3);
  });

  it('brings back from the history of the bucket what a version that stays has lost', async () => {
    target.put(modelVersionKey(other.model, other.version), other);
    const key = `datasets/flights/${pathOf(2)}`;
    target.deleteObject(`data/${key}`);
    target.on('DynamoDB.UpdateItem', () => ({ body: {} }));
    const versions = [
      ['old', '2026-01-01T00:00:00.000Z', key],
      ['newest', '2026-01-02T00:00:00.000Z', key],
      ['others', '2026-01-03T00:00:00.000Z', `${key}.more`],
    ].map(
      ([id, at, name]) =>
        `<Version><Key>${name}</Key><VersionId>${id}</VersionId><LastModified>${at}</LastModified></Version>`,
    );
    target.on(`GET /data/?prefix=${encodeURIComponent(key)}&versions=`, () => ({
      body: `<ListVersionsResult>${versions.join('')}</ListVersionsResult>`,
    }));
    target.on(`HEAD /data/${key}?versionId=newest`, () => ({
      body: '',
      headers: { etag: '"e"', 'content-length': '2', 'last-modified': 'Fri, 02 Jan 2026 00:00:00 GMT' },
    }));
    const copied = `PUT /data/${key}?x-id=CopyObject`;
    target.on(copied, () => ({ body: '<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>' }));
    const { code, stdout, stderr } = await runHere(...gc, '--apply', '--json');
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('Cannot')]);
    expect(JSON.parse(stdout)).toMatchObject({ restored: [pathOf(2)] });
    const copy = target.calls.find(({ call }) => call === copied);
    expect(copy?.headers['x-amz-copy-source']).toBe(`data/${key}?versionId=newest`);
  });
});
