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
    expect(actionsOf(first)[1]).toEqual({ protocol: { minReaderVersion: 1, minWriterVersion: 2 } });
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
    expect(JSON.parse(add.stats)).toMatchObject({ maxValues: { at: '2013-02-01T00:00:00.000Z' } });
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
