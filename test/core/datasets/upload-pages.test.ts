import { describe, expect, it } from 'vitest';
import { uploadPage } from '../../../core/datasets/upload-pages.ts';
import type { UploadRecord } from '../../../core/registry/records.ts';

const reader = { owner: 'sensor-team', model: 'forecast' };
const upload: UploadRecord = {
  kind: 'upload',
  uploadId: 'u1',
  dataset: 'readings',
  bucket: 'data',
  key: 'landing/readings/a.csv',
  versionId: 'v1',
  etag: 'e',
  sequencer: 'A1',
  bytes: 10,
  uploader: 'someone',
  receivedAt: '2013-01-01T00:00:00.000Z',
  status: 'accepted',
  quarantine: 'quarantine/readings/u1/',
};
const verdict = (quarantinedRows: number) =>
  ({ status: 'accepted', rows: 8, quarantinedRows, byRule: { 'key:unique': 2 }, sample: [] }) as const;

describe('uploadPage', () => {
  it('says what, whose, how bad, where and what to do of a refused file', () => {
    expect(uploadPage({ ...upload, status: 'rejected', reason: 'It is empty.' }, reader)).toEqual({
      pageId: 'upload-u1',
      owner: 'sensor-team',
      model: 'forecast',
      severity: 'page',
      title: "Upload to 'readings' refused",
      what: "'landing/readings/a.csv', uploaded by someone: It is empty. No row of it was used.",
      todo: 'Read s3://data/quarantine/readings/u1/reason.json, correct the file and upload it again.',
      runbook: 'rejected-upload',
    });
  });

  it('gives notice of rows set aside, by rule', () => {
    expect(uploadPage({ ...upload, verdict: verdict(2) }, reader)).toMatchObject({
      severity: 'notice',
      what: expect.stringContaining('key:unique (2)'),
      runbook: 'quarantined-rows',
    });
  });

  it.each(['accepted', 'unchanged', 'superseded', 'vanished'] as const)(
    'is silent about %s without bad rows',
    (status) => {
      expect(uploadPage({ ...upload, status, verdict: verdict(0) }, reader)).toBeNull();
    },
  );

  it('is silent about bad rows that nobody uses', () => {
    expect(uploadPage({ ...upload, status: 'superseded', verdict: verdict(2) }, reader)).toBeNull();
  });
});
