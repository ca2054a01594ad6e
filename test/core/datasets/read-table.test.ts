import { beforeEach, describe, expect, it } from 'vitest';
import { commitUpload } from '../../../core/datasets/commit-upload.ts';
import { replayLog } from '../../../core/datasets/delta-log.ts';
import {
  commitsPerSnapshot,
  readSnapshot,
  snapshotPath,
  writeSnapshot,
} from '../../../core/datasets/table-snapshot.ts';
import { versionRecord } from '../../../core/datasets/version-record.ts';
import { aContract } from '../contracts/a-contract.ts';
import { FakePorts } from './fake-ports.ts';

const hex = (index: number): string => index.toString(16).padStart(64, '0');

let ports: FakePorts;
beforeEach(() => {
  ports = new FakePorts();
});

/** Commits an upload of its own key, as `receiveUpload` does. */
function commit(index: number) {
  const stagingKey = `staging/${index}`;
  ports.upload(stagingKey, `rows ${index}`);
  const times = { from: '2013-01-01T00:00:00.000Z', to: '2013-01-31T00:00:00.000Z' };
  return commitUpload(ports, {
    contract: aContract(),
    data: { stagingKey, bytes: 10, rows: 7, digest: hex(index), ...times },
    source: {
      ...{ key: `landing/readings/${index}.csv`, versionId: 'v', uploader: 'someone' },
      ...{ uploadId: `u${index}`, sequencer: 'A' },
    },
    codeCommit: 'abc',
  });
}

describe('readTable', () => {
  it('reads few objects of a log of 1,100 commits, at any version, and its record stays small', {
    timeout: 120_000,
  }, async () => {
    const reads: number[] = [];
    for (let index = 0; index < 1_100; index++) {
      ports.reads = 0;
      const outcome = await commit(index);
      reads.push(ports.reads);
      expect(outcome).toMatchObject({ kind: 'accepted', version: { version: index, files: index + 1 } });
      if (outcome.kind !== 'accepted') continue;
      expect(Buffer.byteLength(JSON.stringify(outcome.version))).toBeLessThan(2_000);
    }
    expect(Math.max(...reads)).toBeLessThanOrEqual(commitsPerSnapshot + 1);
    for (const version of [0, 31, 32, 33, 700, 1_099]) {
      ports.reads = 0;
      const { state } = await ports.readTable('readings', version);
      expect(state.files).toHaveLength(version + 1);
      expect(ports.reads).toBeLessThanOrEqual(commitsPerSnapshot + 1);
    }
    // The log alone says the same.
    const whole = replayLog(ports.log());
    for (const version of [64, 700, 1_099]) {
      expect((await ports.readTable('readings', version)).state).toEqual(whole[version]);
    }
    // An upload of long ago that comes again finds its own version.
    expect(await commit(3)).toEqual({ kind: 'accepted', version: versionRecord(whole[3]!) });
    expect(ports.log()).toHaveLength(1_100);
  });

  it('goes on without a snapshot whose writer died, and the next writer leaves one', async () => {
    const addSnapshot = ports.addSnapshot.bind(ports);
    let lost = 0;
    ports.addSnapshot = async () => {
      lost++;
      throw new Error('killed');
    };
    for (let index = 0; index < commitsPerSnapshot - 1; index++) await commit(index);
    expect(lost).toBe(0);
    await expect(commit(commitsPerSnapshot - 1)).rejects.toThrow('killed');
    ports.addSnapshot = addSnapshot;
    await commit(commitsPerSnapshot);
    expect(ports.text(`datasets/readings/${snapshotPath(commitsPerSnapshot)}`)).toBeDefined();
    expect((await ports.readTable('readings')).replayed).toBe(0);
  });

  it('names a version that the log lacks', async () => {
    for (let index = 0; index < 3; index++) await commit(index);
    ports.delete('datasets/readings/_delta_log/00000000000000000001.json');
    await expect(ports.readTable('readings')).rejects.toThrow(
      "Cannot read the log of dataset 'readings': version 1 is missing",
    );
    await expect(ports.readTable('readings', 9)).rejects.toThrow('version 1 is missing');
  });
});

describe('readSnapshot', () => {
  it('refuses the form of another release', async () => {
    await commit(0);
    const { state } = await ports.readTable('readings');
    expect(readSnapshot(writeSnapshot(state))).toEqual(state);
    expect(() => readSnapshot(writeSnapshot(state).replace('"format":1', '"format":2'))).toThrow(
      'its format is 2, this release reads 1',
    );
  });
});
