import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WriteMode } from '../../../core/contracts/contract.ts';
import { commitUpload } from '../../../core/datasets/commit-upload.ts';
import { replayLog } from '../../../core/datasets/delta-log.ts';
import { aColumn, aContract } from '../contracts/a-contract.ts';
import { FakePorts } from './fake-ports.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0');

function commit(
  ports: FakePorts,
  upload: { key: string; content: string; id: string },
  mode: WriteMode,
  contract = aContract(),
) {
  const stagingKey = `staging/${upload.id}`;
  ports.upload(stagingKey, `rows ${upload.content}`);
  const times = { from: '2013-01-01T00:00:00.000Z', to: '2013-01-31T00:00:00.000Z' };
  return commitUpload(ports, {
    contract: { ...contract, mode },
    data: { stagingKey, bytes: 6, rows: 7, digest: hex(upload.content), ...times },
    source: { key: upload.key, versionId: 'v', uploader: 'someone', uploadId: upload.id, sequencer: 'A' },
    codeCommit: 'abc',
  });
}

const contents = (ports: FakePorts): string[][] =>
  replayLog(ports.log()).map(({ files }) => files.map(({ digest }) => digest).sort());

describe('commitUpload', () => {
  it('puts parallel writers in some order: no version is lost, half there, or there twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 6 }), async (scheduler, writers) => {
        const ports = new FakePorts();
        // Every call of every writer is put off until the schedule has its turn.
        for (const name of ['readTable', 'addCommit', 'headObject', 'copyObject'] as const) {
          const call = ports[name].bind(ports) as (...given: unknown[]) => Promise<unknown>;
          Object.assign(ports, { [name]: scheduler.scheduleFunction(call) });
        }
        const uploads = Array.from({ length: writers }, (_, index) => ({
          ...{ key: `landing/readings/${index}.csv`, content: `c${index}`, id: `u${index}` },
        }));
        const outcomes = Promise.all(uploads.map((upload) => commit(ports, upload, 'append')));
        await scheduler.waitFor(outcomes);
        const versions = (await outcomes).map((outcome) =>
          outcome.kind === 'accepted' ? outcome.version.version : null,
        );
        expect(versions.toSorted()).toEqual(uploads.map((_, index) => index));
        const states = contents(ports);
        states.forEach((digests, version) => {
          expect(digests).toHaveLength(version + 1);
          // A reader of any version finds every file that it names.
          for (const digest of digests)
            expect(ports.text(`datasets/readings/part-${digest}.parquet`)).toBeDefined();
        });
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('takes the time of the attempt that wins, and puts it after the parent', async () => {
    const ports = new FakePorts();
    ports.beforeCommit = async () => {
      ports.time = new Date('2013-02-01T00:05:00Z');
      const winner = { key: 'landing/readings/b.csv', content: 'two', id: 'u2' };
      expect(await commit(ports, winner, 'append')).toMatchObject({ kind: 'accepted' });
      ports.time = new Date('2013-02-01T00:07:00Z');
    };
    await commit(ports, { key: 'landing/readings/a.csv', content: 'one', id: 'u1' }, 'append');
    ports.time = new Date('2013-02-01T00:00:00Z');
    await commit(ports, { key: 'landing/readings/c.csv', content: 'three', id: 'u3' }, 'append');
    expect(replayLog(ports.log()).map(({ manifest }) => manifest?.createdAt.slice(14))).toEqual([
      ...['05:00.000Z', '07:00.000Z', '07:00.001Z'],
    ]);
  });

  it('refuses rows of another type than those that stay', async () => {
    const ports = new FakePorts();
    await commit(ports, { key: 'landing/readings/a.csv', content: 'one', id: 'u1' }, 'append');
    const upload = { key: 'landing/readings/b.csv', content: 'two', id: 'u2' };
    const retyped = aContract({ columns: [...aContract().columns.slice(0, 2), aColumn('value', 'string')] });
    expect(await commit(ports, upload, 'append', retyped)).toMatchObject({
      kind: 'refused',
      issue: { rule: 'file:column-type', column: 'value' },
    });
    expect(ports.log()).toHaveLength(1);
    expect(await commit(ports, upload, 'replace', retyped)).toMatchObject({ kind: 'accepted' });
  });

  it('writes one version when the answer to its commit is lost', async () => {
    const ports = new FakePorts();
    const addCommit = ports.addCommit.bind(ports);
    ports.addCommit = async (...given) => {
      ports.addCommit = addCommit;
      await addCommit(...given);
      throw new Error('socket hang up');
    };
    const upload = { key: 'landing/readings/a.csv', content: 'one', id: 'u1' };
    await expect(commit(ports, upload, 'append')).rejects.toThrow('socket hang up');
    expect(await commit(ports, upload, 'append')).toMatchObject({
      kind: 'accepted',
      version: { version: 0 },
    });
    expect(ports.log()).toHaveLength(1);
  });

  it('in mode replace, takes out all that was there, and makes nothing of what is all that is there', async () => {
    const ports = new FakePorts();
    await commit(ports, { key: 'landing/readings/a.csv', content: 'one', id: 'u1' }, 'append');
    await commit(ports, { key: 'landing/readings/b.csv', content: 'two', id: 'u2' }, 'append');
    const third = { key: 'landing/readings/c.csv', content: 'three', id: 'u3' };
    expect(await commit(ports, third, 'replace')).toMatchObject({
      version: {
        version: 2,
        files: 1,
        filesAdded: 1,
        filesRemoved: 2,
        operation: 'overwrite',
        source: { uploadId: 'u3' },
      },
    });
    expect(contents(ports).at(-1)).toEqual([hex('three')]);
    const objects = ports.objects.size;
    const again = { key: 'landing/readings/d.csv', content: 'three', id: 'u4' };
    expect(await commit(ports, again, 'replace')).toEqual({ kind: 'unchanged', version: 2 });
    expect(ports.objects.size).toBe(objects + 1); // its own staged rows, which a day ends
    // What was there before is brought back by its old content, which is stored once.
    const back = { key: 'landing/readings/a.csv', content: 'one', id: 'u5' };
    await commit(ports, back, 'replace');
    expect(ports.objects.get(`datasets/readings/part-${hex('one')}.parquet`)).toHaveLength(1);
  });

  it('publishes again what a collection took between the look and the commit', async () => {
    const ports = new FakePorts();
    await commit(ports, { key: 'landing/readings/a.csv', content: 'one', id: 'u1' }, 'append');
    await commit(ports, { key: 'landing/readings/a.csv', content: 'two', id: 'u2' }, 'replace');
    ports.beforeCommit = async () => ports.delete(`datasets/readings/part-${hex('one')}.parquet`);
    await commit(ports, { key: 'landing/readings/b.csv', content: 'one', id: 'u3' }, 'append');
    expect(ports.text(`datasets/readings/part-${hex('one')}.parquet`)).toBe('rows one');
  });
});
