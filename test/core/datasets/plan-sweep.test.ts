import { describe, expect, it } from 'vitest';
import { objectCreated } from '../../../core/datasets/object-created.ts';
import { planSweep } from '../../../core/datasets/plan-sweep.ts';
import { uploadIdOf } from '../../../core/datasets/upload-id.ts';
import type { UploadRecord } from '../../../core/registry/records.ts';

const upload = (change: Partial<UploadRecord>): UploadRecord => ({
  ...{ kind: 'upload', uploadId: 'u', dataset: 'readings', bucket: 'data', key: 'landing/readings/a b.csv' },
  ...{ versionId: 'v', etag: '"e"', sequencer: '0A', bytes: 3, uploader: 'someone', attempt: 1 },
  ...{ receivedAt: '2026-01-01T00:00:00.000Z', claimedBy: 'i', claimedUntil: '2026-01-01T00:15:00.000Z' },
  status: 'checking',
  ...change,
});

describe('planSweep', () => {
  it.each([
    ['one that is worked on', {}, '2026-01-01T00:14:59Z', 'leave'],
    ['one whose receiver is dead', {}, '2026-01-01T00:15:01Z', 'redeliver'],
    [
      'one that was given back until its job ends',
      { checkJob: 'check-u', claimedUntil: undefined },
      '2026-01-01T00:00:01Z',
      'redeliver',
    ],
    ['one that is being told of', { status: 'accepted' as const }, '2026-01-01T00:00:30Z', 'leave'],
    ['one whose teller died', { status: 'rejected' as const }, '2026-01-01T00:02:00Z', 'redeliver'],
    [
      'one that was told of',
      { status: 'accepted' as const, announcedAt: '2026-01-01T00:00:10.000Z' },
      '2026-01-02T00:00:00Z',
      'forget',
    ],
  ])('%s', (_what, change, now, verdict) => {
    expect(planSweep(upload(change), new Date(now))).toBe(verdict);
  });

  it('forgets a mark whose upload is not there', () => {
    expect(planSweep(null, new Date())).toBe('forget');
  });
});

describe('objectCreated', () => {
  it('is the event of the same upload', () => {
    const { detail } = objectCreated(upload({}));
    expect(detail.object).toEqual({
      ...{ key: 'landing/readings/a b.csv', size: 3, etag: 'e', sequencer: '0A', 'version-id': 'v' },
    });
    const landing = { bucket: 'data', key: 'landing/readings/a b.csv', sequencer: '0A' };
    expect(
      uploadIdOf({ bucket: detail.bucket.name, ...detail.object, bytes: 3, versionId: 'v', uploader: 's' }),
    ).toBe(uploadIdOf({ ...landing, bytes: 0, etag: '', versionId: null, uploader: '' }));
  });
});
