import { beginningOf } from '../../beginning-of.ts';
import type { CheckAnswer } from '../../contracts/check-answer.ts';
import { rejectFile } from '../../contracts/judge-file.ts';
import { uploadLimits } from '../../contracts/upload-limits.ts';
import type { UploadRecord } from '../../registry/records.ts';
import { CheckDied, type UploadPorts } from '../upload-ports.ts';
import type { BackfillItem, BackfillItemRecord } from './backfill-record.ts';
import { replayId } from './replay-id.ts';

export interface ReplayPorts extends Pick<UploadPorts, 'headObject' | 'readUpload' | 'check'> {
  readItem(item: BackfillItem): Promise<BackfillItemRecord | null>;
  writeItem(record: BackfillItemRecord): Promise<void>;
  /** Judges the rows that an upload's check set aside, and stages those that pass and whose key is not there. */
  checkQuarantined(upload: UploadRecord, id: string): Promise<CheckAnswer>;
}

/**
 * Judges one upload of a backfill anew and remembers the answer. Repeated, it finds the answer; an attempt that died is
 * simply made again, for its results have names of their own and nobody reads them before they are remembered.
 * @param contractDigest of the contract that this function was deployed with
 * @throws Error where the contract is another than the plan's, or a service failed
 */
export async function replayUpload(
  item: BackfillItem,
  context: { readonly contractDigest: string; readonly now: Date },
  ports: ReplayPorts,
): Promise<BackfillItemRecord['status']> {
  const known = await ports.readItem(item);
  // Staging is emptied after eight days: what was resumed later is judged again.
  if (known !== null && (known.data === null || (await ports.headObject(known.data.stagingKey)) !== null)) {
    return known.status;
  }
  if (context.contractDigest !== item.contractDigest) {
    throw new Error(
      `Cannot go on with backfill ${item.backfillId}: the contract of '${item.dataset}' was deployed anew since it was planned; plan it again`,
    );
  }
  const upload = await ports.readUpload(item.dataset, item.uploadId);
  if (upload === null) {
    throw new Error(
      `Cannot replay upload ${item.uploadId} of '${item.dataset}': the registry has no such upload`,
    );
  }
  const answer = await judged(item, upload, ports);
  const record = { kind: 'backfill-item', ...item, at: context.now.toISOString() } as const;
  if (answer.status === 'vanished') {
    await ports.writeItem({ ...record, status: 'vanished', verdict: null, data: null, quarantine: null });
    return 'vanished';
  }
  const { verdict, data, quarantine } = answer;
  const status = data === null ? 'refused' : 'staged';
  await ports.writeItem({ ...record, status, verdict, data, quarantine });
  return status;
}

/** The check's answer; where the upload kills its check twice, a verdict that says so. */
async function judged(item: BackfillItem, upload: UploadRecord, ports: ReplayPorts): Promise<CheckAnswer> {
  const id = replayId(item.backfillId, item.uploadId);
  if (item.part === 'quarantined') return await ports.checkQuarantined(upload, id);
  const { dataset, key, versionId, etag, bytes } = upload;
  if (bytes > uploadLimits.bytes) {
    const expected = `at most ${uploadLimits.bytes} bytes in one file of a backfill; upload a larger one again`;
    const verdict = rejectFile([{ rule: 'file:too-large', expected, received: `${bytes}` }]);
    return { status: 'checked', verdict, data: null, quarantine: null };
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await ports.check({ uploadId: id, dataset, key, versionId, etag });
    } catch (error) {
      if (!(error instanceof CheckDied)) throw error;
      if (attempt < 2) continue;
      const received = beginningOf(error.detail, 1_000);
      const verdict = rejectFile([
        { rule: 'file:check-died', expected: 'a file that can be checked', received },
      ]);
      return { status: 'checked', verdict, data: null, quarantine: null };
    }
  }
}
