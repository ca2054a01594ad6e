import { beforeEach, describe, expect, it } from 'vitest';
import { toItem } from '../../../adapters/dynamodb/item.ts';
import type { CheckAnswer } from '../../../core/contracts/check-answer.ts';
import type { ContractVerdict } from '../../../core/contracts/contract.ts';
import { uploadLimits } from '../../../core/contracts/upload-limits.ts';
import { receiveUpload } from '../../../core/datasets/receive-upload.ts';
import { CheckDied } from '../../../core/datasets/upload-ports.ts';
import { uploadKey } from '../../../core/registry/keys.ts';
import type { UploadRecord } from '../../../core/registry/records.ts';
import { aContract } from '../contracts/a-contract.ts';
import { FakePorts } from './fake-ports.ts';

/** What DynamoDB takes as one item, and EventBridge as one event. */
const most = { item: 400 * 1_024, event: 256 * 1_024 } as const;
/** What a verdict may be, as JSON: whoever makes one keeps it below. */
const verdictBytes = 200_000;

/** Four bytes for each two of a string's units, the most that UTF-8 takes. */
const wide = (length: number): string => '🛫'.repeat(length / 2);
const key = `landing/readings/${wide(502)}aaa`;

let ports: FakePorts;
let written: UploadRecord[];

beforeEach(() => {
  ports = new FakePorts();
  written = [];
  const { addUpload, replaceUpload, replaceUploadAndAddVersion } = ports;
  ports.addUpload = (record) => {
    written.push(record);
    return addUpload.call(ports, record);
  };
  ports.replaceUpload = (record, claim) => {
    written.push(record);
    return replaceUpload.call(ports, record, claim);
  };
  ports.replaceUploadAndAddVersion = (record, claim, version) => {
    written.push(record);
    return replaceUploadAndAddVersion.call(ports, record, claim, version);
  };
});

const receive = () => {
  const { etag, versionId } = ports.upload(key, 'x');
  return receiveUpload(
    {
      ...{ bucket: 'b'.repeat(63), key, etag: etag.replaceAll('"', ''), bytes: 1, versionId },
      ...{ sequencer: 'A'.repeat(40), uploader: `arn:aws:iam::111122223333:user/${'u'.repeat(2_000)}` },
    },
    {
      ...{
        dataBucket: 'b'.repeat(63),
        codeCommit: 'abc',
        largeUploadBytes: uploadLimits.bytes,
        now: new Date('2013-02-01T00:00:00Z'),
      },
      ...{ invocation: 'i', findContract: () => ({ contract: aContract(), models: ['forecast'] }) },
    },
    ports,
  );
};

const answering = (verdict: ContractVerdict): CheckAnswer => {
  const time = '2013-01-01T00:00:00.000Z';
  const data = { stagingKey: 'staging/x', bytes: 1, rows: 1, digest: 'd'.repeat(64), from: time, to: time };
  return {
    ...{ status: 'checked', verdict, quarantine: null },
    data: verdict.status === 'accepted' ? data : null,
  };
};

const sample = Array.from({ length: 99 }, (_, row) => ({
  ...{ rule: 'key:unique', row, expected: wide(480), received: wide(480) },
}));
const byRule = { 'key:unique': 1 };

function fits(): void {
  expect(Buffer.byteLength(key)).toBe(1_024);
  expect(written.length).toBeGreaterThan(1);
  for (const record of written) {
    expect(JSON.stringify(record)).not.toMatch(/\\ud[89ab]/);
    const item = toItem(uploadKey(record.dataset, record.uploadId), record);
    expect(Buffer.byteLength(JSON.stringify(item))).toBeLessThan(most.item);
  }
  for (const page of ports.pages) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(most.event);
}

describe('the record of an upload', () => {
  it.each<[string, ContractVerdict]>([
    ['accepted', { status: 'accepted', rows: 1, quarantinedRows: 1, byRule, sample }],
    ['refused', { status: 'rejected', reason: wide(1_500), byRule, sample }],
  ])('of a file that was %s fits into one item, whatever strangers may name', async (_what, verdict) => {
    const bytes = Buffer.byteLength(JSON.stringify(verdict));
    expect(bytes).toBeGreaterThan(0.95 * verdictBytes);
    expect(bytes).toBeLessThanOrEqual(verdictBytes);
    ports.answer = () => answering(verdict);
    await receive();
    fits();
  });

  it('of a file that killed its check, or whose attempt failed, keeps the beginning of what was said', async () => {
    ports.answer = () => {
      throw new CheckDied(wide(2_000_000));
    };
    await receive();
    fits();
    ports.uploads.clear();
    ports.answer = () => {
      throw new Error(wide(2_000_000));
    };
    await expect(receive()).rejects.toThrow('🛫');
    expect(written.at(-1)).toMatchObject({ failure: expect.stringContaining('Error: 🛫') });
    fits();
  });
});
