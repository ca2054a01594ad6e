import { describe, expect, it } from 'vitest';
import type { WriteMode } from '../../../../core/contracts/contract.ts';
import { planBackfill } from '../../../../core/datasets/backfill/plan-backfill.ts';
import type { DatasetVersionRecord, UploadRecord } from '../../../../core/registry/records.ts';
import { aFile, anUpload, aTable } from './records.ts';

const version = (number: number, contractDigest = 'old'): DatasetVersionRecord =>
  ({
    version: number,
    contractDigest,
    createdAt: new Date(Date.UTC(2020, 0, 1 + number)).toISOString(),
  }) as DatasetVersionRecord;

const contract = {
  version: '2.0.0',
  digest: 'new',
  rules: new Set(['rule:kept']),
  mode: 'append' as WriteMode,
};

function plan(uploads: readonly UploadRecord[], change: Partial<Parameters<typeof planBackfill>[0]> = {}) {
  return planBackfill({
    ...{
      dataset: 'readings',
      part: 'quarantined',
      from: { version: 0 },
      to: { time: '2021-01-01T00:00:00.000Z' },
    },
    contract,
    uploads,
    versions: [0, 1, 2, 3].map((number) => version(number)),
    state: aTable(uploads.map((upload) => aFile(upload))),
    trained: [],
    ...change,
  });
}
const [first, second, third] = [anUpload(0), anUpload(1), anUpload(2)];

describe('planBackfill', () => {
  it('takes uploads of the range in the order of their arrival, and counts what can come back', () => {
    const made = plan([third, first, second], { from: { version: 1 }, to: { version: 2 } });
    expect(made.uploads.map(({ uploadId }) => uploadId)).toEqual([second.uploadId, third.uploadId]);
    expect(made.uploads[0]).toMatchObject({ rows: 8, quarantinedRows: 2, byGoneRules: 1 });
    expect(made).toMatchObject({ head: 2, produces: 3 });
  });

  const replayed = (part: 'uploads' | 'quarantined', contractDigest = 'new') => ({
    replay: { backfillId: 'b', part, contractDigest, rows: 1, at: '' },
  });
  const refused = { verdict: { status: 'rejected', reason: '', byRule: {}, sample: [] } } as const;
  it.each<[string, 'uploads' | 'quarantined', Partial<UploadRecord>, RegExp | null]>([
    ['is being checked', 'uploads', { status: 'checking' }, /still being checked/],
    ['was superseded', 'uploads', { status: 'superseded' }, /superseded/],
    ['vanished', 'uploads', { status: 'vanished' }, /vanished/],
    ['was refused, whole', 'uploads', { status: 'rejected', datasetVersion: undefined, ...refused }, null],
    ['was refused, rows alone', 'quarantined', { status: 'rejected', ...refused }, /without --quarantined/],
    ['lost its quarantine', 'quarantined', { quarantine: undefined }, /were not kept/],
    ['was replayed by this contract', 'quarantined', replayed('quarantined'), /judged it by this contract/],
    ['was replayed whole by this contract', 'quarantined', replayed('uploads'), /judged it by this contract/],
    ['had only its rows replayed', 'uploads', replayed('quarantined'), null],
    ['was replayed by another contract', 'uploads', replayed('uploads', 'older'), null],
  ])('decides about an upload that %s (%s)', (_, part, change, reason) => {
    const made = plan([anUpload(0, change)], { part });
    if (reason === null) expect(made.uploads).toHaveLength(1);
    else expect(made.skipped[0]?.reason).toMatch(reason);
  });

  it('leaves out what this very contract has judged at the upload', () => {
    const made = plan([first], { versions: [version(0, 'new')] });
    expect(made.produces).toBeNull();
    expect(made.skipped[0]?.reason).toMatch(/at its upload/);
  });

  it('leaves out an upload whose key a newer one holds', () => {
    const newer = anUpload(3, { key: first.key });
    expect(plan([first, newer]).skipped).toEqual([
      { uploadId: first.uploadId, key: first.key, reason: 'a newer upload of its key holds the place' },
    ]);
  });

  it('leaves out, in a dataset whose uploads replace all, every one but the latest', () => {
    const made = plan([first, third, second], { contract: { ...contract, mode: 'replace' } });
    expect(made.uploads.map(({ uploadId }) => uploadId)).toEqual([third.uploadId]);
    expect(made.skipped.map(({ reason }) => reason)).toEqual(
      [first, second].map(() => `the later upload '${third.key}' has replaced all`),
    );
  });

  it('names the model versions that were trained on these uploads', () => {
    const trained = [
      { model: 'm', version: 1, datasetVersion: 0, uploadIds: [first.uploadId] },
      { model: 'm', version: 2, datasetVersion: 9, uploadIds: ['other'] },
    ];
    expect(plan([first], { trained }).models).toEqual([{ model: 'm', version: 1, datasetVersion: 0 }]);
  });

  it('has one id for one plan', () => {
    expect(plan([first, second]).backfillId).toBe(plan([second, first]).backfillId);
    expect(plan([first]).backfillId).not.toBe(plan([second]).backfillId);
    expect(plan([first]).backfillId).not.toBe(plan([first], { part: 'uploads' }).backfillId);
  });

  it('has another id where another contract has judged since: A, then B, then A again', () => {
    const byB = anUpload(0, {
      replay: { backfillId: 'by-b', part: 'uploads', contractDigest: 'b', rows: 1, at: '' },
    });
    expect(plan([byB], { part: 'uploads' }).backfillId).not.toBe(
      plan([first], { part: 'uploads' }).backfillId,
    );
  });

  it('refuses a version that is not there, and a range that ends before it begins', () => {
    expect(() => plan([first], { from: { version: 7 } })).toThrow(/no version 7; it has 0 to 3/);
    expect(() => plan([first], { from: { version: 2 }, to: { version: 1 } })).toThrow(/before it begins/);
  });
});
