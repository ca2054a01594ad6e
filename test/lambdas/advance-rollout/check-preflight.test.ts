import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelVersionRecord } from '../../../core/registry/records.ts';

// Fault 23: an artifact that is changed after its registration, under the same key.

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What S3 holds under the artifact's key: every version, the newest last. */
let stored: { versionId: string; content: string }[] = [];
let record: unknown;
const read: string[] = [];

vi.mock('../../../adapters/dynamodb/get-record.ts', () => ({ getRecord: async () => record }));
vi.mock('../../../adapters/sagemaker/model-exists.ts', () => ({ modelExists: async () => true }));
vi.mock('../../../adapters/s3/head-object.ts', () => ({
  headObject: async (_bucket: string, _key: string, versionId?: string) => {
    const found =
      versionId === undefined ? stored.at(-1) : stored.find((each) => each.versionId === versionId);
    return found === undefined
      ? null
      : { versionId: found.versionId, etag: 'e', bytes: found.content.length, lastModified: new Date() };
  },
}));
vi.mock('../../../adapters/s3/digest-object.ts', () => ({
  digestObject: async ({ key, versionId }: { key: string; versionId: string }) => {
    read.push(key);
    return sha256(stored.find((each) => each.versionId === versionId)!.content);
  },
}));

const { checkPreflight } = await import('../../../lambdas/advance-rollout/check-preflight.ts');

const judged: Pick<ModelVersionRecord, 'sagemakerModel' | 'artifact' | 'approval'> = {
  sagemakerModel: 'sm-1',
  artifact: {
    uri: 's3://models/artifacts/m/job/output/model.tar.gz',
    versionId: 'first',
    digest: sha256('the model'),
    bytes: 'the model'.length,
  },
  approval: { status: 'approved', by: 'b', at: 'a', reason: 'r' },
};

const problems = async (): Promise<readonly string[]> => {
  const context = { table: 't', modelBucket: 'models' } as Parameters<typeof checkPreflight>[0];
  const rollout = { model: 'm', purpose: 'release', version: 1 } as Parameters<typeof checkPreflight>[1];
  return (await checkPreflight(context, rollout, null)).problems;
};

describe('the artifact before a rollout', () => {
  beforeEach(() => {
    record = judged;
    read.length = 0;
  });

  it('passes as it was registered, read once more', async () => {
    stored = [{ versionId: 'first', content: 'the model' }];
    expect(await problems()).toEqual([]);
    expect(read).toEqual(['artifacts/m/job/output/model.tar.gz']);
  });

  it('is refused where a newer object lies over it, for that is what a container would load', async () => {
    stored = [
      { versionId: 'first', content: 'the model' },
      { versionId: 'second', content: 'the model' },
    ];
    expect(await problems()).toEqual([
      expect.stringMatching(/changed after its registration.*second.*first/),
    ]);
  });

  it('is refused where its bytes are others under the same version', async () => {
    stored = [{ versionId: 'first', content: 'the mode1' }];
    expect(await problems()).toEqual([expect.stringMatching(/changed after its registration.*SHA-256/)]);
  });

  it('is refused at another length without being read', async () => {
    stored = [{ versionId: 'first', content: 'the model and more' }];
    expect(await problems()).toEqual([expect.stringMatching(/has 18 bytes, registered were 9/)]);
    expect(read).toEqual([]);
  });

  it('is refused where it is gone, or outside our bucket', async () => {
    stored = [];
    expect(await problems()).toEqual([expect.stringContaining('is gone')]);
    record = { ...judged, artifact: { ...judged.artifact, uri: 's3://elsewhere/model.tar.gz' } };
    expect(await problems()).toEqual([expect.stringContaining('outside our bucket')]);
  });
});
