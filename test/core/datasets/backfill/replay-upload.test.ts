import { expect, it } from 'vitest';
import type { BackfillItemRecord } from '../../../../core/datasets/backfill/backfill-record.ts';
import { type ReplayPorts, replayUpload } from '../../../../core/datasets/backfill/replay-upload.ts';
import { anUpload } from './records.ts';

it('refuses an upload that is too large for the function, and keeps the rows that it has', async () => {
  const upload = anUpload(1, { bytes: 3 * 1024 ** 3 });
  const written: BackfillItemRecord[] = [];
  const asked = async (): Promise<never> => {
    throw new Error('nothing checks it');
  };
  const ports: ReplayPorts = {
    headObject: async () => null,
    readUpload: async () => upload,
    readItem: async () => null,
    writeItem: async (record) => void written.push(record),
    check: asked,
    checkQuarantined: asked,
  };
  const { uploadId, dataset } = upload;
  const item = { ...{ backfillId: 'b', dataset, uploadId }, part: 'uploads', contractDigest: 'new' } as const;
  expect(await replayUpload(item, { contractDigest: 'new', now: new Date(0) }, ports)).toBe('refused');
  expect(written).toMatchObject([{ data: null, verdict: { byRule: { 'file:too-large': 1 } } }]);
});
