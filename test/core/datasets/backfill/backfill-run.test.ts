import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractDigest } from '../../../../core/contracts/contract-digest.ts';
import type {
  BackfillItem,
  BackfillItemRecord,
  BackfillRecord,
} from '../../../../core/datasets/backfill/backfill-record.ts';
import { commitBackfill } from '../../../../core/datasets/backfill/commit-backfill.ts';
import { replayUpload } from '../../../../core/datasets/backfill/replay-upload.ts';
import { dataFilePath } from '../../../../core/datasets/plan-commit.ts';
import type { UploadRecord } from '../../../../core/registry/records.ts';
import { aContract } from '../../contracts/a-contract.ts';
import { Crash, FakePorts } from '../fake-ports.ts';
import { anUpload, someData } from './records.ts';

const now = new Date('2020-02-01T00:00:00Z');
const contract = aContract();
const context = { contract, contractDigest: contractDigest(contract), codeCommit: 'abc', now };

/** The whole system of a backfill at its ports, in memory: any call may be the last of its invocation. */
class World extends FakePorts {
  readonly items = new Map<string, BackfillItemRecord>();
  backfill: BackfillRecord;
  atOnce = 0;
  mostAtOnce = 0;

  constructor(uploads: number) {
    super();
    this.backfill = {
      ...{ kind: 'backfill', backfillId: 'readings-1', dataset: 'readings', part: 'uploads' },
      ...{ contractVersion: '2.0.0', contractDigest: context.contractDigest, uploads, requestedBy: 'me' },
      ...{ startedAt: '', attempt: 1, status: 'running' },
    };
    for (let n = 0; n < uploads; n++) {
      const upload = anUpload(n, { datasetVersion: undefined });
      this.uploads.set(upload.uploadId, upload);
    }
    this.answer = ({ key }) => {
      return {
        status: 'checked',
        verdict: { status: 'accepted', rows: 10, quarantinedRows: 0, byRule: {}, sample: [] },
        data: someData(`of-${/\d+/.exec(key)![0]}`),
        quarantine: null,
      };
    };
  }

  async step<T>(effect: () => T): Promise<T> {
    this.crashAt--;
    if (this.crashAt === 0 && this.crashBefore) throw new Crash('before');
    const result = effect();
    if (this.crashAt === 0) throw new Crash('after');
    return result;
  }
  readItem = ({ uploadId }: BackfillItem) => this.step(() => this.items.get(uploadId) ?? null);
  writeItem = (record: BackfillItemRecord) => this.step(() => void this.items.set(record.uploadId, record));
  checkQuarantined = async (): Promise<never> => {
    throw new Error('not asked here');
  };
  readItems = () => this.step(() => [...this.items.values()]);
  amendUpload = ({ uploadId }: UploadRecord, change: Partial<UploadRecord>) =>
    this.step(() => void this.uploads.set(uploadId, { ...this.uploads.get(uploadId)!, ...change }));
  amendBackfill = (_id: string, change: Partial<BackfillRecord>) =>
    this.step(() => {
      this.backfill = { ...this.backfill, ...change };
    });

  /** As the machine does: each item in a child of its own, then the commit; a step that died is begun again. */
  async run(atOnce = 3): Promise<void> {
    const waiting = [...this.uploads.keys()];
    const child = async (): Promise<void> => {
      for (let uploadId = waiting.shift(); uploadId !== undefined; uploadId = waiting.shift()) {
        const item = itemOf(this, uploadId);
        this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
        await retried(() => replayUpload(item, context, this));
        this.atOnce--;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, child));
    await retried(() => commitBackfill(this.backfill, context, this));
  }
}

function itemOf({ backfill }: World, uploadId: string): BackfillItem {
  const { backfillId, dataset, part, contractDigest: digest } = backfill;
  return { backfillId, dataset, part, contractDigest: digest, uploadId };
}

async function retried(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
  }
}

describe('a backfill at its ports', () => {
  it('ends as if nothing had happened, whichever call was the last of an invocation', async () => {
    const whole = new World(3);
    await whole.run();
    const calls = whole.calls.length + 20;
    expect(whole.log()).toHaveLength(1);
    for (let crashAt = 1; crashAt <= calls; crashAt++) {
      for (const crashBefore of [true, false]) {
        const world = new World(3);
        Object.assign(world, { crashAt, crashBefore });
        await world.run();
        expect(world.log(), `crash at call ${crashAt}, ${crashBefore ? 'before' : 'after'} it`).toEqual(
          whole.log(),
        );
        expect(world.versions).toEqual(whole.versions);
        expect(world.uploads).toEqual(whole.uploads);
        expect(world.backfill).toEqual(whole.backfill);
        // Told at least once, and always of the same version.
        expect(new Set(world.announced)).toEqual(new Set([0]));
      }
    }
  });

  it.each(['uploads', 'quarantined'] as const)(
    'of %s leaves a way from each upload to the version',
    async (part) => {
      const world = new World(2);
      const { backfillId, dataset, contractDigest } = world.backfill;
      for (const uploadId of world.uploads.keys()) {
        await replayUpload(
          { backfillId, dataset, part: 'uploads', contractDigest, uploadId },
          context,
          world,
        );
      }
      await commitBackfill({ ...world.backfill, part }, context, world);
      expect([...world.versions.values()]).toMatchObject([{ version: 0, backfillId }]);
      for (const upload of world.uploads.values()) {
        expect(upload.replay).toMatchObject({ backfillId, part, version: 0 });
      }
    },
  );

  it('does nothing when it is run again', async () => {
    const world = new World(2);
    await world.run();
    const { checks } = world;
    await world.run();
    expect(world.checks).toBe(checks);
    expect(world.log()).toHaveLength(1);
  });

  it('judges again what staging has lost since', async () => {
    const world = new World(1);
    const [uploadId] = world.uploads.keys();
    const item = itemOf(world, uploadId!);
    await replayUpload(item, context, world);
    world.delete(world.items.get(uploadId!)!.data!.stagingKey);
    await replayUpload(item, context, world);
    expect(world.checks).toBe(2);
  });

  it('stops where the contract is no longer the plan’s, and commits nothing while an upload is not judged', async () => {
    const world = new World(1);
    const other = { ...context, contractDigest: 'other' };
    const item = itemOf(world, [...world.uploads.keys()][0]!);
    await expect(replayUpload(item, other, world)).rejects.toThrow(/deployed anew since it was planned/);
    await expect(commitBackfill(world.backfill, context, world)).rejects.toThrow(
      /1 of its 1 uploads were not judged/,
    );
    expect(world.log()).toEqual([]);
  });

  it('commits nothing by another contract than the one that judged, but ends what it has committed', async () => {
    const world = new World(1);
    const deployed = { ...context, contract: aContract({ version: '9.9.9' }) };
    await replayUpload(itemOf(world, [...world.uploads.keys()][0]!), context, world);
    await expect(commitBackfill(world.backfill, deployed, world)).rejects.toThrow(
      /Cannot end backfill readings-1: .*deployed anew since its uploads were judged; plan it again/,
    );
    expect(world.log()).toEqual([]);
    await commitBackfill(world.backfill, context, world);
    expect(await commitBackfill(world.backfill, deployed, world)).toBe(0);
  });

  it('takes the length of rows that another release of the engine wrote', async () => {
    const world = new World(1);
    const [uploadId] = world.uploads.keys();
    await replayUpload(itemOf(world, uploadId!), context, world);
    world.upload(`datasets/readings/${dataFilePath('of-0')}`, 'the same rows, packed otherwise');
    await commitBackfill(world.backfill, context, world);
    expect(world.log()[0]).toContain(`"size":${'the same rows, packed otherwise'.length}`);
  });

  it('takes a flood a few at a time, each upload once, into one version', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 400 }),
        async (uploads, atOnce, crashAt) => {
          const world = new World(uploads);
          world.crashAt = crashAt;
          await world.run(atOnce);
          expect(world.mostAtOnce).toBeLessThanOrEqual(atOnce);
          expect(world.items.size).toBe(uploads);
          expect(world.log()).toHaveLength(1);
          const paths = world.log()[0]!.match(/"path":"[^"]*"/g)!;
          expect(new Set(paths).size).toBe(uploads);
          expect(paths).toHaveLength(uploads);
          expect(world.checks).toBeLessThanOrEqual(uploads + 1);
        },
      ),
      { numRuns: 20, seed: 19 },
    );
  });
});
