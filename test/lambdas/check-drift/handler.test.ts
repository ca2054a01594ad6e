import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { profileTable } from '../../../adapters/duckdb/profile-table.ts';
import { emptyTable } from '../../../core/datasets/delta-log.ts';
import { snapshotPath, writeSnapshot } from '../../../core/datasets/table-snapshot.ts';
import { type DriftBaseline, probabilityBins } from '../../../core/drift/baseline.ts';
import type { DriftReport } from '../../../core/drift/report.ts';
import type { WatchRecord } from '../../../core/drift/watch.ts';
import {
  datasetVersionKey,
  driftCauseKey,
  modelVersionKey,
  runKey,
  servingKey,
  watchKey,
} from '../../../core/registry/keys.ts';
import type { ModelDefinition } from '../../../core/registry/model-definition.ts';
import { handler } from '../../../lambdas/check-drift/handler.ts';
import { captureKey, captureRecord } from '../../../local/sagemaker/capture-record.ts';
import { MemoryAws } from '../memory-aws.ts';

const { adapter, current } = await vi.hoisted(() => import('../current-aws.ts'));
const held = vi.hoisted(() => ({ definition: null as unknown }));
vi.mock('../../../adapters/dynamodb/get-record.ts', adapter('getRecord'));
vi.mock('../../../adapters/dynamodb/query-records.ts', adapter('queryRecords'));
vi.mock('../../../adapters/dynamodb/update-record.ts', adapter('updateRecord'));
vi.mock('../../../adapters/dynamodb/transact-write.ts', adapter('transactWrite'));
vi.mock('../../../adapters/s3/get-text.ts', adapter('getText'));
vi.mock('../../../adapters/s3/get-object-to-file.ts', adapter('getObjectToFile'));
vi.mock('../../../adapters/s3/put-text.ts', adapter('putText'));
vi.mock('../../../adapters/s3/put-file.ts', adapter('putFile'));
vi.mock('../../../adapters/s3/list-objects.ts', adapter('listObjects'));
vi.mock('../../../adapters/s3/list-prefixes.ts', adapter('listPrefixes'));
vi.mock('../../../adapters/eventbridge/put-event.ts', adapter('putEvent'));
vi.mock('../../../adapters/cloudwatch/put-metrics.ts', adapter('putMetrics'));
vi.mock('../../../adapters/definitions/load-definitions.ts', () => ({
  loadDefinitions: () => [{ definition: held.definition }],
  loadDefinition: () => ({ definition: held.definition }),
}));

const definition = {
  name: 'late',
  request: { dataset: 'flights', columns: ['flight'], asOf: 'now', id: `'f' || flight` },
  features: [
    {
      kind: 'request',
      features: [
        { name: 'wind', type: 'number', sql: 'wind', description: '' },
        { name: 'carrier', type: 'category', sql: 'carrier', description: '' },
      ],
    },
  ],
  training: { label: 'late = 1', labelled: 'late IS NOT NULL' },
  monitoring: {
    minimumRequests: 100,
    featurePsi: 0.2,
    inputShare: 0.5,
    predictionPsi: 0.2,
    aucFall: 0.05,
    calibrationShift: 0.1,
    alpha: 0.01,
  },
  kpi: {
    name: 'worth',
    description: '',
    unit: 'euro',
    truePositive: 10,
    falsePositive: -1,
    trueNegative: 0,
    falseNegative: 0,
  },
} as unknown as ModelDefinition;

/** Row `i`: wind 0 to 9, two carriers, a probability that is right on average. */
const record = (i: number, shift = 0) => ({ wind: (i % 10) + shift, carrier: i % 2 ? 'UA' : 'DL' });
const probability = (i: number) => 0.05 + ((i * 7) % 90) / 100;
const isLate = (i: number) => ((i * 37) % 100) / 100 < probability(i);

let aws: MemoryAws;
let written = 0;

function capture(ids: readonly number[], options: { variant?: string; shift?: number } = {}): void {
  const lines = ids.map((i) =>
    captureRecord({
      input: { contentType: 'application/json', body: Buffer.from(JSON.stringify(record(i, options.shift))) },
      output: {
        contentType: 'application/json',
        body: Buffer.from(JSON.stringify({ probability: probability(i) })),
      },
      modes: ['InputAndOutput'],
      types: { JsonContentTypes: ['application/json'] },
      eventId: `e${i}`,
      inferenceId: `f${i}`,
      at: aws.now,
    }),
  );
  const key = captureKey('capture', 'ballast-dev-late', options.variant ?? 'v1', aws.now, `u${written++}`);
  aws.putObject('models', key, Buffer.from(`${lines.join('\n')}\n`));
}

async function uploadOutcomes(version: number, late: (i: number) => boolean, count: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'outcomes-'));
  const { connection, close } = await openDatabase({ directory });
  const rows = Array.from({ length: count }, (_, i) => `(${i}, ${late(i) ? 1 : 0})`);
  const file = join(directory, 'f.parquet');
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${rows.join(', ')}) t(flight, late)) TO '${file}' (FORMAT parquet)`,
  );
  close();
  const path = `part-${String(version).padStart(64, '0')}.parquet`;
  const bytes = readFileSync(file);
  rmSync(directory, { recursive: true });
  aws.putObject('data', `datasets/flights/${path}`, bytes);
  aws.put(datasetVersionKey('flights', version), {
    kind: 'dataset-version',
    dataset: 'flights',
    version,
    files: 1,
  });
  const source = { key: '', versionId: '', uploader: '', uploadId: '', sequencer: '' };
  const times = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };
  const stored = { path, bytes: bytes.length, rows: 0, digest: '', ...times, source };
  aws.putObject(
    'data',
    `datasets/flights/${snapshotPath(version)}`,
    Buffer.from(writeSnapshot({ ...emptyTable, version, files: [stored] })),
  );
}

async function giveVersion(version: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'baseline-'));
  const { connection, close } = await openDatabase({ directory });
  const rows = Array.from(
    { length: 1_000 },
    (_, i) => `(${record(i).wind}, '${record(i).carrier}', ${probability(i)})`,
  );
  await connection.run(
    `CREATE TABLE t AS SELECT * FROM (VALUES ${rows.join(', ')}) t(wind, carrier, probability)`,
  );
  const positives = Array.from({ length: 1_000 }, (_, i) => isLate(i)).filter(Boolean).length;
  const baseline: DriftBaseline = {
    kind: 'drift-baseline',
    model: 'late',
    runId: `r${version}`,
    createdAt: '',
    inputs: await profileTable(connection, 't', definition.features[0]!.features),
    predictions: await profileTable(
      connection,
      't',
      [{ name: 'probability', type: 'number' }],
      probabilityBins,
    ),
    auc: 0.75,
    positives,
    negatives: 1_000 - positives,
    threshold: 0.5,
  };
  close();
  rmSync(directory, { recursive: true });
  aws.putObject('models', `baselines/late/r${version}.json`, Buffer.from(JSON.stringify(baseline)));
  aws.put(modelVersionKey('late', version), {
    version,
    evaluation: { baselineKey: `baselines/late/r${version}.json`, threshold: 0.5 },
  });
}

const serve = (live: number | null) => aws.put(servingKey('late'), { kind: 'serving', live });
const check = async () => (await handler({ model: 'late' })).checks[0]!;
const verdicts = (report: DriftReport | undefined) =>
  Object.fromEntries((report?.monitors ?? []).map(({ name, verdict }) => [name, verdict]));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

beforeEach(async () => {
  aws = new MemoryAws();
  current.aws = aws;
  held.definition = definition;
  vi.stubEnv('BALLAST_ENV', 'dev');
  vi.stubEnv('REGISTRY_TABLE', 'registry');
  vi.stubEnv('DATA_BUCKET', 'data');
  vi.stubEnv('MODEL_BUCKET', 'models');
  vi.spyOn(console, 'log').mockReturnValue();
  await giveVersion(1);
  serve(1);
});

describe('check-drift', () => {
  it('says that it ran where nothing serves and where nothing is new', async () => {
    serve(null);
    expect((await check()).status).toBe('not-serving');
    serve(1);
    expect((await check()).status).toBe('nothing-new');
    expect(aws.metrics).toMatchObject([
      { name: 'WatchRuns', value: 1 },
      { name: 'WatchRuns', value: 1 },
    ]);
  });

  it('finds traffic like the baseline stable, and reads it once', async () => {
    capture(range(0, 300));
    const { status, report } = await check();
    expect(status).toBe('checked');
    expect(report).toMatchObject({
      version: 1,
      drifted: false,
      cause: null,
      variants: { v1: 300 },
      unreadable: 0,
    });
    expect(report?.window.requests).toBe(300);
    expect(verdicts(report)).toEqual({
      input: 'stable',
      prediction: 'stable',
      performance: 'inconclusive',
      calibration: 'inconclusive',
    });
    expect((await check()).status).toBe('nothing-new');
    expect(aws.events).toEqual([]);
  });

  it('adds small windows up until they suffice', async () => {
    capture(range(0, 60));
    expect(verdicts((await check()).report).input).toBe('inconclusive');
    capture(range(60, 120));
    const { report } = await check();
    expect(report?.window.requests).toBe(120);
    expect(verdicts(report).input).toBe('stable');
    capture(range(120, 130));
    expect((await check()).report?.window.requests).toBe(10);
  });

  it('joins outcomes that come later, each once', async () => {
    capture(range(0, 200));
    await check();
    await uploadOutcomes(0, isLate, 150);
    const first = await check();
    expect(first.report?.performance).toMatchObject({ outcomes: 150 });
    expect(first.report?.kpi?.outcomes).toBe(150);
    await uploadOutcomes(1, isLate, 200);
    const second = await check();
    expect(second.report?.kpi?.outcomes).toBe(50);
    await uploadOutcomes(2, isLate, 200);
    expect((await check()).status).toBe('nothing-new');
  });

  it('says Drift Detected for a cause until a run answers it, and again for another version', async () => {
    const turned = (i: number) => !isLate(i);
    await uploadOutcomes(0, turned, 2_000);
    capture(range(0, 200));
    const first = (await check()).report!;
    expect(first).toMatchObject({ drifted: true, monitor: 'performance', cause: first.reportId });
    expect(aws.events).toEqual([
      {
        detailType: 'Ballast Drift Detected',
        detail: { model: 'late', report: first.reportId, monitor: 'performance' },
      },
    ]);

    // Nothing has answered: the same cause is named again.
    capture(range(200, 400));
    const second = (await check()).report!;
    expect(second.cause).toBe(first.reportId);
    expect(aws.events[1]).toEqual(aws.events[0]);

    aws.put(runKey('late', 'r'), {
      cause: { kind: 'drift', report: first.reportId, monitor: 'performance' },
    });
    capture(range(400, 600));
    expect((await check()).report).toMatchObject({ drifted: true, cause: first.reportId });
    expect(aws.events).toHaveLength(2);

    await giveVersion(2);
    serve(2);
    capture(range(600, 800), { variant: 'v2' });
    const fresh = (await check()).report!;
    expect(fresh).toMatchObject({ version: 2, drifted: true, cause: fresh.reportId });
    expect(aws.events).toHaveLength(3);
  });

  it('announces a cause whose announcement was lost', async () => {
    aws.put(driftCauseKey('late', 1), {
      kind: 'drift-cause',
      model: 'late',
      version: 1,
      report: 'x',
      monitor: 'performance',
      at: '',
    });
    await check();
    await check();
    expect(aws.events).toMatchObject([{ detail: { report: 'x' } }]);
  });

  it('counts traffic once when two checks run at the same time', async () => {
    capture(range(0, 200));
    const both = await Promise.all([check(), check()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['checked', 'overtaken']);
    expect(aws.get<WatchRecord>(watchKey('late'))?.sequence).toBe(1);
    await uploadOutcomes(0, isLate, 200);
    expect((await check()).report?.kpi?.outcomes).toBe(200);
  });

  it("judges the live version by its own traffic and keeps a candidate's outcomes apart", async () => {
    await giveVersion(2);
    capture(range(0, 200));
    capture(range(200, 320), { variant: 'v2', shift: 50 });
    await uploadOutcomes(0, isLate, 320);
    const { report } = await check();
    expect(report?.variants).toEqual({ v1: 200, v2: 120 });
    expect(report?.window.requests).toBe(200);
    expect(report?.performance?.outcomes).toBe(200);
    expect(report?.kpi?.outcomes).toBe(320);
    expect(verdicts(report).input).toBe('stable');
  });

  it('sees inputs that moved, and that alone is no cause', async () => {
    capture(range(0, 300), { shift: 20 });
    const { report } = await check();
    expect(verdicts(report)).toMatchObject({ input: 'drifted', prediction: 'stable' });
    expect(report).toMatchObject({ drifted: false, cause: null });
    expect(report?.features[0]).toMatchObject({ name: 'wind', verdict: 'drifted' });
    expect(aws.metrics).toContainEqual(expect.objectContaining({ name: 'InputDriftShare', value: 0.5 }));
  });

  it('counts what it cannot read', async () => {
    capture(range(0, 150));
    aws.putObject(
      'models',
      captureKey('capture', 'ballast-dev-late', 'v1', aws.now, 'x'),
      Buffer.from('broken\n{}\n'),
    );
    expect((await check()).report).toMatchObject({ unreadable: 2, variants: { v1: 150 } });
  });

  it('checks the other models when one fails, and says which', async () => {
    aws.records.delete('MODEL#late|VERSION#0000000001');
    capture(range(0, 10));
    vi.spyOn(console, 'error').mockReturnValue();
    await expect(handler({})).rejects.toThrow(
      "Cannot check drift of late: Cannot compare with version 1 of 'late'",
    );
  });

  it('refuses an input that it does not know', async () => {
    await expect(handler({ model: 5 })).rejects.toThrow();
  });
});
