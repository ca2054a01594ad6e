import { emptyTable } from '../../core/datasets/delta-log.ts';
import { writeSnapshot } from '../../core/datasets/table-snapshot.ts';
import type { DriftReport } from '../../core/drift/report.ts';
import type {
  DatasetVersionRecord,
  ModelVersionRecord,
  PageRecord,
  RunRecord,
  ServingRecord,
  UploadRecord,
} from '../../core/registry/records.ts';
import type { Rollout } from '../../core/rollout/rollout.ts';
import { startRollout } from '../../core/rollout/start-rollout.ts';

/** Records as the functions write them, for the command line to show. Each takes what differs. */

export const datasetVersion = (change: Partial<DatasetVersionRecord> = {}): DatasetVersionRecord => ({
  kind: 'dataset-version',
  dataset: 'flights',
  version: 2,
  digest: 'd'.repeat(64),
  parent: 1,
  contractVersion: '1.0.0',
  contractDigest: 'c'.repeat(64),
  operation: 'append',
  files: 3,
  filesAdded: 1,
  filesRemoved: 0,
  bytes: 2_400_000,
  rows: 78_981,
  from: '2013-01-01T10:00:00.000Z',
  to: '2013-03-31T23:00:00.000Z',
  source: {
    key: 'landing/flights/flights-2013-03.csv',
    versionId: 'v-1',
    uploader: 'feed',
    uploadId: 'u-1',
  },
  codeCommit: '0123456789abcdef0123456789abcdef01234567',
  createdAt: '2026-11-22T19:50:12.000Z',
  ...change,
});

/** What lies beside a dataset's log at this version: its files came from one upload. */
export const tableSnapshot = (record: DatasetVersionRecord): string =>
  writeSnapshot({
    ...emptyTable,
    version: record.version,
    files: [
      {
        path: `part-${'e'.repeat(64)}.parquet`,
        bytes: record.bytes,
        rows: record.rows,
        digest: 'e'.repeat(64),
        from: record.from,
        to: record.to,
        source: { ...record.source, sequencer: '01' },
      },
    ],
  });

export const upload = (change: Partial<UploadRecord> = {}): UploadRecord => ({
  kind: 'upload',
  uploadId: 'u-1',
  dataset: 'flights',
  bucket: 'data',
  key: 'landing/flights/flights-2013-03.csv',
  versionId: 'v-1',
  etag: '"e"',
  sequencer: '01',
  bytes: 2_500_000,
  uploader: 'feed',
  receivedAt: '2026-11-22T19:50:01.000Z',
  status: 'accepted',
  datasetVersion: 2,
  verdict: {
    status: 'accepted',
    rows: 28_830,
    quarantinedRows: 4,
    byRule: { 'column:carrier:one-of': 3, 'rule:lands': 1 },
    sample: [],
  },
  quarantine: 'quarantine/flights/u-1/',
  ...change,
});

const metrics = {
  auc: 0.7314,
  f1: 0.512,
  logLoss: 0.4871,
  accuracy: 0.8,
  precision: 0.5,
  recall: 0.52,
  brier: 0.15,
  rows: 6_000,
};
const range = { from: '2013-01-08T00:00:00.000Z', to: '2013-03-01T00:00:00.000Z' };

export const modelVersion = (change: Partial<ModelVersionRecord> = {}): ModelVersionRecord => ({
  kind: 'model-version',
  model: 'flight-delay',
  version: 1,
  runId: 'flight-delay-new-data-0123456789ab',
  owner: 'flight-operations',
  environment: 'dev',
  cause: { kind: 'new-data', dataset: 'flights', version: 2 },
  datasets: { weather: 0, flights: 2 },
  trainingSet: {
    prefix: 'training/flight-delay/abc/',
    digest: 'a'.repeat(64),
    rows: { train: 50_000, validation: 8_000, holdout: 9_000 },
    positives: { train: 10_000, validation: 1_600, holdout: 1_800 },
    ranges: { train: range, validation: range, holdout: range },
  },
  trainingJob: 'ballast-dev-flight-delay-1f2e3d4c5b6a',
  artifact: {
    uri: 's3://models/artifacts/model.tar.gz',
    versionId: 'm-1',
    digest: 'b'.repeat(64),
    bytes: 1_000,
  },
  codeUri: 's3://code/source.tar.gz',
  codeDigest: 'e'.repeat(64),
  codeCommit: '0123456789abcdef0123456789abcdef01234567',
  image: 'xgboost:1.7-1',
  hyperparameters: { max_depth: 6, eta: 0.1 },
  seed: 7,
  evaluation: { metrics, threshold: 0.31, gates: [], passed: true, baselineKey: 'baselines/x.json' },
  sagemakerModel: 'ballast-dev-flight-delay-aaaa',
  registeredAt: '2026-11-22T19:52:00.000Z',
  approval: { status: 'pending' },
  ...change,
});

export const run = (change: Partial<RunRecord> = {}): RunRecord => ({
  kind: 'run',
  model: 'flight-delay',
  runId: 'flight-delay-new-data-0123456789ab',
  cause: { kind: 'new-data', dataset: 'flights', version: 2 },
  datasets: { weather: 0, flights: 2 },
  codeUri: 's3://code/source.tar.gz',
  codeDigest: 'e'.repeat(64),
  codeCommit: '0123456789abcdef',
  environment: 'dev',
  hyperparameters: {},
  seed: 7,
  startedAt: '2026-11-22T19:51:00.000Z',
  step: 'train',
  status: 'running',
  ...change,
});

export const serving = (change: Partial<ServingRecord> = {}): ServingRecord => ({
  kind: 'serving',
  model: 'flight-delay',
  endpoint: 'ballast-dev-flight-delay',
  live: 1,
  lastKnownGood: null,
  endpointConfig: 'config-1',
  fence: 1,
  lease: null,
  updatedAt: '2026-11-22T19:53:00.000Z',
  ...change,
});

export const rollout = (change: Partial<Rollout> = {}): Rollout => ({
  ...startRollout({
    model: 'flight-delay',
    rolloutId: 'rollout-1',
    purpose: 'release',
    endpoint: 'ballast-dev-flight-delay',
    version: 2,
    requestedBy: 'release machine',
    requestedFor: 'version 2 is approved',
    now: new Date('2026-11-22T19:55:00.000Z'),
  }),
  ...change,
});

export const page = (change: Partial<PageRecord> = {}): PageRecord => ({
  kind: 'page',
  pageId: 'p-1',
  owner: 'flight-operations',
  model: 'flight-delay',
  severity: 'page',
  title: 'flight-delay v2 was rolled back',
  what: 'The candidate fails more often than the baseline.',
  todo: 'Read the log of the endpoint.',
  runbook: 'docs/runbook/rollout.md',
  at: '2026-11-22T19:56:00.000Z',
  source: 'advance-rollout',
  ...change,
});

export const driftReport = (change: Partial<DriftReport> = {}): DriftReport => ({
  kind: 'drift-report',
  reportId: '20261122T200000000Z-1',
  model: 'flight-delay',
  version: 2,
  at: '2026-11-22T20:00:00.000Z',
  window: { from: '2026-11-22T19:58:00.000Z', to: '2026-11-22T19:59:59.000Z', requests: 1_200 },
  variants: { v2: 1_200 },
  unreadable: 0,
  monitors: [
    {
      name: 'input',
      verdict: 'stable',
      reason: '1 of 17 features drifted',
      measure: 'share of drifted features',
      value: 1 / 17,
      threshold: 0.3,
      rows: 1_200,
    },
    {
      name: 'performance',
      verdict: 'drifted',
      reason: 'AUC fell by 0.071',
      measure: 'fall of the ROC AUC',
      value: 0.0712,
      threshold: 0.05,
      rows: 1_100,
      interval: [0.041, 0.101],
    },
  ],
  features: [
    { name: 'hour', verdict: 'stable', reason: '', psi: 0.01, distance: 0.05, pValue: 0.4 },
    { name: 'temp', verdict: 'drifted', reason: '', psi: 0.81, distance: 0.42, pValue: 1.2e-30 },
    { name: 'precip', verdict: 'not-testable', reason: '', psi: null, distance: null, pValue: null },
  ],
  drifted: true,
  monitor: 'performance',
  performance: { outcomes: 1_100, positives: 310, auc: 0.66, f1: 0.48, brier: 0.19, residual: 0.05 },
  kpi: {
    name: 'Cost of surprise',
    unit: 'USD',
    value: -12_345,
    outcomes: 1_100,
    matrix: { truePositive: 150, falsePositive: 200, trueNegative: 590, falseNegative: 160 },
  },
  cause: '20261122T200000000Z-1',
  details: 'drift/flight-delay/reports/1.json',
  ...change,
});
