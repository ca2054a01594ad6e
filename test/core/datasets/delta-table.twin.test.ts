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
import { aContract } from '../contracts/a-contract.ts';

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

/** Commits one file to the table in `directory/table`, as an upload does. */
async function upload(commits: string[], key: string, text: string): Promise<void> {
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
  for (const added of plan.change.add) copyFileSync(file, join(directory, 'table', added.path));
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
  const path = join(directory, 'table', commitPath(commits.length));
  writeFileSync(path, commit);
  // A reader takes the time of a commit from its object: S3's LastModified, or the file's time here.
  utimesSync(path, writtenAt(commits.length), writtenAt(commits.length));
  commits.push(commit);
}

it('is read by the package deltalake as it comes, at each version and as of each time', async () => {
  mkdirSync(dirname(join(directory, 'table', commitPath(0))), { recursive: true });
  const commits: string[] = [];
  await upload(
    commits,
    'landing/readings/a',
    `${header}a,2013-01-01T06:00:00.123456Z,1.5,air\nb,2013-01-01T06:30:00Z,,\n`,
  );
  await upload(commits, 'landing/readings/b', `${header}c,2013-01-02,2,water\n`);
  await upload(commits, 'landing/readings/a', `${header}a,2013-01-01T06:00:00.123456Z,3,air\n`);
  const read = JSON.parse(execFileSync(testPython, [reader, join(directory, 'table')], { encoding: 'utf8' }));
  const schema = { sensor: 'string', at: 'timestamp', value: 'double', kind: 'string' };
  const states = replayLog(commits);
  const files = states.map((state) => state.files.map(({ path }) => path).sort());
  const first = '2013-01-01T06:00:00.123456+00:00';
  const second = '2013-01-02T00:00:00+00:00';
  expect(read).toEqual([
    {
      version: 0,
      operation: 'WRITE',
      schema,
      files: files[0],
      sensors: ['a', 'b'],
      at: [first, '2013-01-01T06:30:00+00:00'],
      values: [1.5, null],
    },
    {
      version: 1,
      operation: 'WRITE',
      schema,
      files: files[1],
      sensors: ['a', 'b', 'c'],
      at: [first, '2013-01-01T06:30:00+00:00', second],
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
