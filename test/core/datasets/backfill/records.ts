import type { CheckedData } from '../../../../core/contracts/check-answer.ts';
import type { BackfillItemRecord } from '../../../../core/datasets/backfill/backfill-record.ts';
import type { TableFile, TableState } from '../../../../core/datasets/delta-log.ts';
import type { UploadRecord } from '../../../../core/registry/records.ts';

/** An accepted upload of 8 rows with 2 in quarantine, unless it is told otherwise. `n` orders it. */
export const anUpload = (n: number, change: Partial<UploadRecord> = {}): UploadRecord => ({
  kind: 'upload',
  uploadId: String(n).padStart(32, '0'),
  dataset: 'readings',
  bucket: 'data',
  key: `landing/readings/${n}.csv`,
  versionId: `v${n}`,
  etag: `"${n}"`,
  sequencer: String(n).padStart(4, '0'),
  bytes: 100,
  uploader: 'somebody',
  receivedAt: new Date(Date.UTC(2020, 0, 1 + n)).toISOString(),
  status: 'accepted',
  datasetVersion: n,
  digest: `digest-${n}`,
  quarantine: `quarantine/readings/${n}/`,
  verdict: {
    ...{ status: 'accepted', rows: 8, quarantinedRows: 2, sample: [] },
    byRule: { 'rule:gone': 1, 'rule:kept': 1 },
  },
  ...change,
});

export const aFile = (upload: UploadRecord, change: Partial<TableFile> = {}): TableFile => ({
  path: `part-${upload.digest}.parquet`,
  ...{ bytes: 10, rows: 8, digest: upload.digest!, from: upload.receivedAt, to: upload.receivedAt },
  source: {
    ...{ key: upload.key, versionId: upload.versionId, uploader: upload.uploader, uploadId: upload.uploadId },
    sequencer: upload.sequencer.padEnd(40, '0'),
  },
  ...change,
});

export const aTable = (files: readonly TableFile[], version = files.length - 1): TableState => ({
  ...{
    version,
    files,
    schema: null,
    configuration: {},
    readerVersion: 3,
    manifest: null,
    added: 0,
    removed: 0,
  },
  uploads: Object.fromEntries(files.map(({ source }, index) => [source.uploadId, index])),
});

export const someData = (digest: string, rows = 10): CheckedData => ({
  stagingKey: `staging/readings/${digest}.parquet`,
  bytes: `rows ${digest}`.length,
  rows,
  digest,
  from: '2020-01-01T00:00:00.000Z',
  to: '2020-01-02T00:00:00.000Z',
});

export const anItem = (
  upload: UploadRecord,
  change: Partial<BackfillItemRecord> = {},
): BackfillItemRecord => ({
  kind: 'backfill-item',
  ...{ backfillId: 'readings-1', dataset: 'readings', part: 'uploads', contractDigest: 'new' },
  uploadId: upload.uploadId,
  status: 'staged',
  verdict: { status: 'accepted', rows: 10, quarantinedRows: 0, byRule: {}, sample: [] },
  data: someData(`new-${upload.uploadId.slice(-2)}`),
  quarantine: null,
  at: '2020-02-01T00:00:00.000Z',
  ...change,
});
