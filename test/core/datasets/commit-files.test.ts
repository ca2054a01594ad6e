import { beforeEach, describe, expect, it } from 'vitest';
import type { WriteMode } from '../../../core/contracts/contract.ts';
import { batchIdOf, commitFiles, type FilePorts } from '../../../core/datasets/commit-files.ts';
import { replayLog, type TableFile } from '../../../core/datasets/delta-log.ts';
import { aColumn, aContract } from '../contracts/a-contract.ts';
import { aFile, anUpload } from './backfill/records.ts';
import { FakePorts } from './fake-ports.ts';

const [a, b, c] = [1, 2, 3].map((n) => aFile(anUpload(n))) as [TableFile, TableFile, TableFile];

let world: FakePorts;
let stored: string[];
beforeEach(() => {
  world = new FakePorts();
  stored = [];
});

const ports = (): FilePorts => ({
  readTable: () => world.readTable('readings'),
  store: async ({ path }) => void stored.push(path),
  addCommit: (version, text) => world.addCommit('readings', version, text),
  addSnapshot: (version, text) => world.addSnapshot('readings', version, text),
});

const commit = (files: readonly TableFile[], mode: WriteMode = 'append', contract = aContract()) =>
  commitFiles(ports(), {
    ...{ contract: { ...contract, mode }, files, codeCommit: 'c', now: world.now() },
    source: { ...a.source, uploadId: batchIdOf(files) },
  });

const held = () =>
  replayLog(world.log())
    .at(-1)!
    .files.map(({ path }) => path)
    .sort();

describe('commitFiles', () => {
  it('makes one version of many files, and none of those that are there', async () => {
    expect(await commit([a, b])).toMatchObject({ kind: 'accepted', version: { version: 0, files: 2 } });
    expect(await commit([b, a])).toEqual({ kind: 'unchanged', version: 0 });
    expect(await commit([b, c])).toMatchObject({ version: { version: 1, files: 3, filesAdded: 1 } });
    expect(stored).toEqual([a.path, b.path, c.path]);
  });

  it('in mode replace, takes out what is not among them', async () => {
    await commit([a, b]);
    expect(await commit([b, c], 'replace')).toMatchObject({ version: { filesAdded: 1, filesRemoved: 1 } });
    expect(held()).toEqual([b.path, c.path]);
    expect(await commit([b], 'replace')).toMatchObject({ version: { files: 1, filesAdded: 0 } });
  });

  it('plans anew on the head of whoever came first', async () => {
    world.beforeCommit = async () => void (await commit([a]));
    expect(await commit([b])).toMatchObject({ version: { version: 1, files: 2 } });
  });

  it('refuses a type that would stand beside another', async () => {
    await commit([a]);
    const retyped = aContract({ columns: [...aContract().columns.slice(0, 2), aColumn('value', 'string')] });
    await expect(commit([b], 'append', retyped)).rejects.toThrow('ballast backfill readings --from 0');
    expect(stored).toEqual([a.path]);
  });
});

describe('batchIdOf', () => {
  it('is the same for the same files in any order, and for no others', () => {
    expect(batchIdOf([a, b])).toBe(batchIdOf([b, a]));
    expect(batchIdOf([a, b])).not.toBe(batchIdOf([a, c]));
    expect(batchIdOf([a])).toMatch(/^[0-9a-f]{32}$/);
  });
});
