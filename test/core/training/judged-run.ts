import type { RunRecord } from '../../../core/registry/records.ts';

const range = { from: '2013-01-01T00:00:00Z', to: '2013-02-01T00:00:00Z' };

/** A run that has passed its gates and is about to be registered. */
export const judgedRun: RunRecord = {
  kind: 'run',
  model: 'flight-delay',
  runId: 'run-1',
  cause: { kind: 'new-data', dataset: 'flights', version: 3 },
  datasets: { flights: 3, weather: 2 },
  codeUri: 's3://code/a.tar.gz',
  codeDigest: 'c1',
  codeCommit: 'abc',
  environment: 'dev',
  hyperparameters: { max_depth: 6 },
  seed: 7,
  startedAt: '2013-04-01T00:00:00Z',
  step: 'register',
  status: 'running',
  trainingSet: {
    prefix: 'training/flight-delay/d1/',
    digest: 'd1',
    rows: { train: 10, validation: 5, holdout: 5 },
    positives: { train: 3, validation: 2, holdout: 1 },
    ranges: { train: range, validation: range, holdout: range },
  },
  trainingJob: 'job-1',
  artifact: { uri: 's3://models/a', versionId: 'v', digest: 'a1', bytes: 10 },
  transformJob: 'transform-1',
  sagemakerModel: 'model-1',
  evaluation: {
    metrics: {
      auc: 0.7,
      f1: 0.5,
      logLoss: 0.4,
      brier: 0.1,
      accuracy: 0.8,
      precision: 0.6,
      recall: 0.4,
      rows: 5,
    },
    threshold: 0.3,
    gates: [{ metric: 'auc', minimum: 0.65, value: 0.7, passed: true }],
    passed: true,
    baselineKey: 'baselines/flight-delay/run-1.json',
  },
};
