import { expect, it } from 'vitest';
import type { BackfillItemRecord } from '../../../../core/datasets/backfill/backfill-record.ts';
import { type ReplayPorts, replayUpload } from '../../../../core/datasets/backfill/replay-upload.ts';
import { CheckDied } from '../../../../core/datasets/upload-ports.ts';
import type { UploadRecord } from '../../../../core/registry/records.ts';
import { anUpload } from './records.ts';

const asked = async (): Promise<never> => {
  throw new Error('nothing checks it');
};

/** Judges an upload that no item knows yet; all that was written. */
async function replay(
  upload: UploadRecord,
  check: ReplayPorts['check'],
): Promise<{ readonly status: string; readonly written: readonly BackfillItemRecord[] }> {
  const written: BackfillItemRecord[] = [];
  const ports: ReplayPorts = {
    headObject: async () => null,
    readUpload: async () => upload,
    readItem: async () => null,
    writeItem: async (record) => void written.push(record),
    check,
    checkQuarantined: asked,
  };
  const { uploadId, dataset } = upload;
  const item = { ...{ backfillId: 'b', dataset, uploadId }, part: 'uploads', contractDigest: 'new' } as const;
  const status = await replayUpload(item, { contractDigest: 'new', now: new Date(0) }, ports);
  return { status, written };
}

it('refuses an upload that is too large for the function, and keeps the rows that it has', async () => {
  const { status, written } = await replay(anUpload(1, { bytes: 3 * 1024 ** 3 }), asked);
  expect(status).toBe('refused');
  expect(written).toMatchObject([{ data: null, verdict: { byRule: { 'file:too-large': 1 } } }]);
});

it('refuses an upload that kills its check twice, with the beginning of why in whole characters', async () => {
  let checks = 0;
  const { status, written } = await replay(anUpload(1), async () => {
    checks++;
    throw new CheckDied(`${'x'.repeat(999)}🛫`);
  });
  expect([status, checks]).toEqual(['refused', 2]);
  const { reason } = written[0]!.verdict as { reason: string };
  expect(reason).toBe(`Expected a file that can be checked; received ${'x'.repeat(999)}.`);
});
