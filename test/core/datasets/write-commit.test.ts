import { describe, expect, it } from 'vitest';
import {
  commitPath,
  emptyTable,
  replayLog,
  type TableFile,
  versionOfCommit,
} from '../../../core/datasets/delta-log.ts';
import { writeCommit } from '../../../core/datasets/write-commit.ts';
import { aColumn, aContract } from '../contracts/a-contract.ts';

const file = (name: string): TableFile => ({
  path: `part-${name}.parquet`,
  bytes: 100,
  rows: 10,
  digest: name,
  from: '2013-01-01T00:00:00.000Z',
  to: '2013-01-31T23:59:59.999Z',
  source: { key: `landing/readings/${name}`, versionId: 'v', uploader: 'u', uploadId: name, sequencer: 'A' },
});

const manifest = {
  uploadId: 'u1',
  source: file('u1').source,
  dataset: 'readings',
  parent: null,
  contractVersion: '1.0.0',
  contractDigest: 'd',
  codeCommit: 'abc',
  createdAt: '2013-02-01T00:00:00.000Z',
};

const actionsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
const namesOf = (text: string) => actionsOf(text).map((action) => Object.keys(action)[0]);

describe('writeCommit', () => {
  const contract = aContract();
  const first = writeCommit({
    state: emptyTable,
    change: { add: [file('a')], remove: [] },
    contract,
    manifest,
  });
  const second = writeCommit({
    state: replayLog([first])[0]!,
    change: { add: [file('b')], remove: [file('a')] },
    contract,
    manifest: { ...manifest, uploadId: 'u2', parent: 0 },
  });

  it('says the protocol and the columns in the first commit alone', () => {
    expect(namesOf(first)).toEqual(['commitInfo', 'protocol', 'metaData', 'add']);
    expect(namesOf(second)).toEqual(['commitInfo', 'remove', 'add']);
    expect(actionsOf(first)[1]).toEqual({
      protocol: {
        minReaderVersion: 3,
        minWriterVersion: 7,
        ...{ readerFeatures: ['timestampNtz'], writerFeatures: ['timestampNtz'] },
      },
    });
  });

  it('says the columns again when the contract has others', () => {
    const wider = aContract({ columns: [...contract.columns, aColumn('more', 'integer')] });
    const text = writeCommit({
      state: replayLog([first])[0]!,
      change: { add: [file('b')], remove: [] },
      contract: wider,
      manifest,
    });
    expect(namesOf(text)).toEqual(['commitInfo', 'metaData', 'add']);
  });

  it('raises a table of an earlier release, and says the bounds of the files that stay anew', () => {
    const older = { ...replayLog([first])[0]!, configuration: {}, readerVersion: 1 };
    const request = { change: { add: [file('b')], remove: [] }, contract, manifest };
    const text = writeCommit({ state: older, ...request });
    expect(namesOf(text)).toEqual(['commitInfo', 'protocol', 'metaData', 'add', 'add']);
    const [a, b] = actionsOf(text).slice(3) as { add: { path: string; dataChange: boolean } }[];
    expect([a!.add.path, a!.add.dataChange, b!.add.path, b!.add.dataChange]).toEqual([
      ...['part-a.parquet', false, 'part-b.parquet', true],
    ]);
    const [raised] = replayLog([text], older);
    expect(raised!.added).toBe(1);
    expect(namesOf(writeCommit({ state: raised!, ...request }))).toEqual(['commitInfo', 'add']);
  });

  it('says that no row comes with a file that gets another holder', () => {
    const text = writeCommit({
      state: replayLog([first])[0]!,
      change: { add: [{ ...file('a'), source: file('b').source }, file('c')], remove: [] },
      ...{ contract, manifest },
    });
    expect(actionsOf(text).slice(1)).toMatchObject([
      { add: { path: 'part-a.parquet', dataChange: false } },
      { add: { path: 'part-c.parquet', dataChange: true } },
    ]);
  });

  it('is the same for the same input, and comes back as it was', () => {
    const states = replayLog([first, second]);
    expect(states.map(({ version, files, manifest: said }) => [version, files, said?.uploadId])).toEqual([
      [0, [file('a')], 'u1'],
      [1, [file('b')], 'u2'],
    ]);
    expect(
      writeCommit({ state: emptyTable, change: { add: [file('a')], remove: [] }, contract, manifest }),
    ).toBe(first);
  });

  it('gives bounds that hold the whole last millisecond', () => {
    const { add } = actionsOf(first)[3] as { add: { stats: string } };
    expect(JSON.parse(add.stats)).toMatchObject({ maxValues: { at: '2013-02-01T00:00:00.000' } });
  });

  it('refuses to read what another writer has added', () => {
    const foreign = JSON.stringify({ add: { path: 'x.parquet', size: 1, stats: '{}' } });
    expect(() => replayLog([first, foreign])).toThrow("Cannot read commit 1: it adds 'x.parquet'");
  });
});

describe('commitPath', () => {
  it('is a version of 20 digits, and back', () => {
    expect(commitPath(12)).toBe('_delta_log/00000000000000000012.json');
    expect(versionOfCommit(`datasets/readings/${commitPath(12)}`)).toBe(12);
    expect(versionOfCommit('datasets/readings/_delta_log/_last_checkpoint')).toBeNull();
  });
});
