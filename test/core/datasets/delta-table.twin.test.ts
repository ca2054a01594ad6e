import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkFile } from '../../../adapters/duckdb/check-file.ts';
import { commitPath, emptyTable, replayLog } from '../../../core/datasets/delta-log.ts';
import { planCommit } from '../../../core/datasets/plan-commit.ts';
import { writeCommit } from '../../../core/datasets/write-commit.ts';
import { testPython } from '../../twin/start-emulator.ts';
import { aColumn, aContract } from '../contracts/a-contract.ts';

const reader = join(import.meta.dirname, '../../reference/datasets/read_table.py');
const header = 'sensor,at,value,kind\n';
const contract = aContract();

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ballast-delta-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** One commit a day. */
const writtenAt = (version: number): Date => new Date(Date.UTC(2013, 1, 1 + version));

/** Commits one file to a table below `directory`, as an upload does. */
async function upload(
  commits: string[],
  key: string,
  text: string,
  { folder = 'table', contract = aContract() } = {},
): Promise<void> {
  mkdirSync(dirname(join(directory, folder, commitPath(0))), { recursive: true });
  const work = await mkdtemp(join(directory, 'work-'));
  writeFileSync(join(work, 'upload'), text);
  const { good } = await checkFile({ contract, file: join(work, 'upload'), directory: work });
  const { file, ...facts } = good!;
  const states = replayLog(commits);
  const source = {
    key,
    versionId: 'v',
    uploader: 'u',
    uploadId: `u${commits.length}`,
    sequencer: `A${commits.length}`,
  };
  const state = states.at(-1) ?? emptyTable;
  const plan = planCommit({
    ...{ state, mode: 'append', source, otherHolder: () => null },
    data: { ...facts, stagingKey: '' },
  });
  if (plan.kind !== 'commit') throw new Error(plan.kind);
  for (const added of plan.change.add) copyFileSync(file, join(directory, folder, added.path));
  const manifest = {
    uploadId: source.uploadId,
    source,
    dataset: contract.dataset,
    parent: commits.length === 0 ? null : commits.length - 1,
    contractVersion: contract.version,
    contractDigest: 'd',
    codeCommit: 'abc',
    createdAt: writtenAt(commits.length).toISOString(),
  };
  const commit = writeCommit({ state, change: plan.change, contract, manifest });
  const path = join(directory, folder, commitPath(commits.length));
  writeFileSync(path, commit);
  // A reader takes the time of a commit from its object: S3's LastModified, or the file's time here.
  utimesSync(path, writtenAt(commits.length), writtenAt(commits.length));
  commits.push(commit);
}

it('is read by the package deltalake as it comes, at each version and as of each time', async () => {
  const commits: string[] = [];
  await upload(
    commits,
    'landing/readings/a',
    `${header}a,2013-01-01T06:00:00.123456Z,1.5,air\nb,2013-01-01T06:30:00Z,,\n`,
  );
  await upload(commits, 'landing/readings/b', `${header}c,2013-01-02,2,water\n`);
  await upload(commits, 'landing/readings/a', `${header}a,2013-01-01T06:00:00.123456Z,3,air\n`);
  const read = JSON.parse(execFileSync(testPython, [reader, join(directory, 'table')], { encoding: 'utf8' }));
  const schema = { sensor: 'string', at: 'timestamp_ntz', value: 'double', kind: 'string' };
  const states = replayLog(commits);
  const files = states.map((state) => state.files.map(({ path }) => path).sort());
  const first = '2013-01-01T06:00:00.123456';
  const second = '2013-01-02T00:00:00';
  expect(read).toEqual([
    {
      version: 0,
      operation: 'WRITE',
      schema,
      files: files[0],
      sensors: ['a', 'b'],
      at: [first, '2013-01-01T06:30:00'],
      values: [1.5, null],
    },
    {
      version: 1,
      operation: 'WRITE',
      schema,
      files: files[1],
      sensors: ['a', 'b', 'c'],
      at: [first, '2013-01-01T06:30:00', second],
      values: [1.5, null, 2],
    },
    {
      version: 2,
      operation: 'WRITE',
      schema,
      files: files[2],
      sensors: ['a', 'c'],
      at: [first, second],
      values: [3, 2],
    },
  ]);

  const asOf = (...at: string[]): unknown =>
    JSON.parse(execFileSync(testPython, [reader, join(directory, 'table'), ...at], { encoding: 'utf8' }));
  expect(asOf('2013-02-01T12:00:00Z', '2013-02-02T00:00:00Z', '2013-02-09T00:00:00Z')).toEqual([
    { at: '2013-02-01T12:00:00Z', version: 0, sensors: ['a', 'b'] },
    { at: '2013-02-02T00:00:00Z', version: 1, sensors: ['a', 'b', 'c'] },
    { at: '2013-02-09T00:00:00Z', version: 2, sensors: ['a', 'c'] },
  ]);
});

/** What each filter finds in a folder's table, in `to_pyarrow_table` and in `to_pyarrow_dataset`. */
const filtered = (folder: string, filters: readonly object[]): { table: string[]; dataset: string[] }[] =>
  JSON.parse(
    execFileSync(testPython, [reader, folder, '--filters', JSON.stringify(filters)], { encoding: 'utf8' }),
  );

it('finds what a filter asks for, by a column of any type', async () => {
  const wide = aContract({
    ...{ columns: [...contract.columns, aColumn('count', 'integer'), aColumn('valid', 'boolean')] },
  });
  const commits: string[] = [];
  const wideHeader = 'sensor,at,value,kind,count,valid\n';
  const rows = [
    'a,2013-01-01T06:00:00.123456Z,1.5,air,1,true\nb,2013-01-01T08:00:00Z,-2,,2,false\n',
    'c,2013-01-02,2,water,3,true\n',
  ];
  const folder = 'filtered';
  await upload(commits, 'landing/readings/a', `${wideHeader}${rows[0]}`, { folder, contract: wide });
  await upload(commits, 'landing/readings/b', `${wideHeader}${rows[1]}`, { folder, contract: wide });
  const cases = [
    { column: 'value', operator: '>', value: 0, found: ['a', 'c'] },
    { column: 'kind', operator: '=', value: 'water', found: ['c'] },
    { column: 'sensor', operator: '<', value: 'c', found: ['a', 'b'] },
    { column: 'count', operator: '>=', value: 2, found: ['b', 'c'] },
    { column: 'valid', operator: '=', value: true, found: ['a', 'c'] },
    // Within a file, to the microsecond, and past every file.
    { column: 'at', operator: '>', value: '2013-01-01T07:00:00', isTime: true, found: ['b', 'c'] },
    { column: 'at', operator: '=', value: '2013-01-01T06:00:00.123456', isTime: true, found: ['a'] },
    { column: 'at', operator: '>=', value: '2013-01-03T00:00:00', isTime: true, found: [] },
  ];
  expect(filtered(join(directory, folder), cases)).toEqual(
    cases.map(({ found }) => ({ table: found, dataset: found })),
  );
});

it('is repaired by the next commit where its log is of an earlier release', async () => {
  const folder = 'older';
  const commits: string[] = [];
  await upload(commits, 'landing/readings/a', `${header}a,2013-01-01T06:00:00Z,1.5,air\n`, { folder });
  // As it was: protocol 1, times that say a zone, and bounds of which a reader cannot know that they are all there are.
  const older = commits[0]!
    .split('\n')
    .map((line) => line.replace(/"protocol":{.*}/, '"protocol":{"minReaderVersion":1,"minWriterVersion":2}}'))
    .map((line) =>
      line.replace('timestamp_ntz', 'timestamp').replace(/"configuration":{[^}]*}/, '"configuration":{}'),
    )
    .map((line) => line.replaceAll(/(\d\d:\d\d:\d\d\.\d{3})\\"/g, '$1Z\\"'))
    .join('\n');
  expect(older).toContain('06:00:00.000Z\\"},\\"maxValues');
  commits[0] = older;
  writeFileSync(join(directory, folder, commitPath(0)), older);
  await upload(commits, 'landing/readings/b', `${header}c,2013-01-02,2,water\n`, { folder });
  const cases = [
    { column: 'value', operator: '>', value: 0, found: ['a', 'c'] },
    { column: 'at', operator: '>=', value: '2013-01-01T06:00:00', isTime: true, found: ['a', 'c'] },
    { column: 'at', operator: '<', value: '2013-01-02T00:00:00', isTime: true, found: ['a'] },
  ];
  expect(filtered(join(directory, folder), cases)).toEqual(
    cases.map(({ found }) => ({ table: found, dataset: found })),
  );
});
