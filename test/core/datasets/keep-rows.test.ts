import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { uploadLimits } from '../../../core/contracts/upload-limits.ts';
import { replayLog } from '../../../core/datasets/delta-log.ts';
import { receiveUpload } from '../../../core/datasets/receive-upload.ts';
import type { UploadRecord } from '../../../core/registry/records.ts';
import { aContract } from '../contracts/a-contract.ts';
import { FakePorts } from './fake-ports.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const [a, b] = ['landing/readings/a', 'landing/readings/b'];

/** Uploads whose rows are their text; `before` runs once, just before the record of an upload is replaced. */
class World extends FakePorts {
  before: { readonly when: (record: UploadRecord) => boolean; readonly run: () => Promise<unknown> } | null =
    null;
  beforeCheck: { readonly versionId: string; readonly run: () => Promise<unknown> } | null = null;
  #invocation = 0;

  constructor() {
    super();
    this.answer = ({ key, versionId, uploadId }) => {
      const { text } = this.objects.get(key)!.find((stored) => stored.versionId === versionId)!;
      const stagingKey = `staging/${uploadId}`;
      this.upload(stagingKey, text);
      return {
        status: 'checked',
        verdict: { status: 'accepted', rows: 1, quarantinedRows: 0, byRule: {}, sample: [] },
        data: {
          ...{ stagingKey, bytes: text.length, rows: 1, digest: digest(text) },
          ...{ from: '2013-01-01T00:00:00.000Z', to: '2013-01-31T00:00:00.000Z' },
        },
        quarantine: null,
      };
    };
  }

  override async replaceUpload(...[record, claim]: Parameters<FakePorts['replaceUpload']>) {
    await this.#interrupt(record);
    return super.replaceUpload(record, claim);
  }

  override async replaceUploadAndAddVersion(
    ...[record, claim, version]: Parameters<FakePorts['replaceUploadAndAddVersion']>
  ) {
    await this.#interrupt(record);
    return super.replaceUploadAndAddVersion(record, claim, version);
  }

  override async check(question: Parameters<FakePorts['check']>[0]) {
    const { beforeCheck } = this;
    if (beforeCheck?.versionId === question.versionId) {
      this.beforeCheck = null;
      await beforeCheck.run();
    }
    return super.check(question);
  }

  async #interrupt(record: UploadRecord): Promise<void> {
    const { before } = this;
    if (before === null || !before.when(record)) return;
    this.before = null;
    await before.run();
  }

  /** Receives a version of an object that was uploaded before. */
  async receive(key: string, text: string, sequencer: string, versionId: string) {
    const contract = aContract();
    const outcome = await receiveUpload(
      { bucket: 'data', key, etag: `etag-${text}`, bytes: 1, versionId, sequencer, uploader: 'feed' },
      {
        ...{ dataBucket: 'data', findContract: () => ({ contract, models: ['m'] }), codeCommit: 'c' },
        ...{ invocation: `i${this.#invocation++}`, now: new Date('2020-01-01T00:00:00Z') },
        largeUploadBytes: uploadLimits.bytes,
      },
      this,
    );
    return outcome.status;
  }

  async put(key: string, text: string, sequencer: string) {
    return await this.receive(key, text, sequencer, this.upload(key, text).versionId);
  }

  /** What the newest version holds. */
  held(): string[] {
    const { files } = replayLog(this.log()).at(-1)!;
    return files.map((file) => ['X', 'Y', 'Z'].find((text) => digest(text) === file.digest)!).sort();
  }
}

describe('keepRows', () => {
  it('brings back rows that another key gave up before this upload, which found them there, was recorded', async () => {
    const world = new World();
    await world.put(a, 'X', '1');
    world.before = {
      when: ({ key, status }) => key === b && status === 'unchanged',
      run: () => world.put(a, 'Y', '2'),
    };
    expect(await world.put(b, 'X', '1')).toBe('unchanged');
    expect(world.held()).toEqual(['X', 'Y']);
    expect(world.announced.at(-1)).toBe(world.log().length - 1);
    expect(world.versions.get(world.log().length - 1)).toBeDefined();
  });

  it('brings back rows that another key gave up before this upload, which committed, was recorded', async () => {
    const world = new World();
    await world.put(a, 'X', '1');
    await world.put(b, 'Z', '1');
    world.before = {
      when: ({ key, status }) => key === b && status === 'accepted',
      run: () => world.put(a, 'Y', '2'),
    };
    await world.put(b, 'X', '2');
    expect(world.held()).toEqual(['X', 'Y']);
  });

  it('lets the newest upload of a key stand, though an older one was committed after it', async () => {
    const world = new World();
    await world.put(a, 'X', '1');
    const older = world.upload(a, 'Y');
    const newest = world.upload(a, 'X');
    world.beforeCheck = {
      versionId: older.versionId,
      run: () => world.receive(a, 'X', '3', newest.versionId),
    };
    await world.receive(a, 'Y', '2', older.versionId);
    expect(world.held()).toEqual(['X']);
  });

  it('commits nothing where nothing was lost', async () => {
    const world = new World();
    await world.put(a, 'X', '1');
    await world.put(b, 'X', '1');
    await world.put(a, 'Y', '2');
    await world.put(a, 'Z', '3');
    expect(world.held()).toEqual(['X', 'Z']);
    expect(world.log()).toHaveLength(3);
  });
});
