import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { computeView } from '../../../adapters/duckdb/compute-view.ts';
import { openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { contractOf } from '../../../core/features/contract-of.ts';
import { featureDefinitions, featureDefinitionsDigest } from '../../../core/features/feature-definitions.ts';
import { type FeatureVector, packVectors } from '../../../core/features/feature-vector.ts';
import type { SkewReport } from '../../../core/features/judge-skew.ts';
import { packValues, valueAt } from '../../../core/features/packed-values.ts';
import type { Predictions } from '../../../core/features/prediction.ts';
import { datasetViews } from '../../../core/features/views-of.ts';
import {
  featureVectorKey,
  materialisationKey,
  modelVersionKey,
  servingKey,
  skewReportKey,
} from '../../../core/registry/keys.ts';
import model from '../../../models/flight-delay/model.ts';
import { copyFiles } from '../copy-files.ts';
import { deployModel } from '../deploy-model.ts';
import { MemoryAws } from '../memory-aws.ts';

const { adapter, current } = await vi.hoisted(() => import('../current-aws.ts'));
const held = vi.hoisted(() => ({
  gone: new Set<number>(),
  fetched: [] as string[],
}));
const aws = (): MemoryAws => current.aws;
const data = join(import.meta.dirname, '../../../models/flight-delay/data');
const files: Record<string, string[]> = {
  flights: [join(data, 'flights-2013-01.parquet'), join(data, 'flights-2013-02.parquet')],
  weather: [join(data, 'weather.parquet')],
};

vi.mock('../../../adapters/dynamodb/get-record.ts', adapter('getRecord'));
vi.mock('../../../adapters/dynamodb/put-record.ts', adapter('putRecord'));
vi.mock('../../../adapters/dynamodb/batch-get-records.ts', adapter('batchGetRecords'));
vi.mock('../../../adapters/s3/get-text.ts', adapter('getText'));
vi.mock('../../../adapters/s3/put-text.ts', adapter('putText'));
vi.mock('../../../adapters/s3/list-objects.ts', adapter('listObjects'));
vi.mock('../../../adapters/cloudwatch/put-metrics.ts', adapter('putMetrics'));
vi.mock('../../../adapters/sagemaker-runtime/invoke-endpoint.ts', () => ({
  invokeEndpoint: async () => ({ body: '{"probability": 0.31}', variant: 'v3' }),
}));
vi.mock('../../../adapters/datasets/fetch-version.ts', () => ({
  fetchVersion: async ({
    dataset,
    version,
    directory,
  }: {
    dataset: string;
    version: number;
    directory: string;
  }) => {
    held.fetched.push(`${dataset}@${version}`);
    if (held.gone.has(version)) throw new Error(`version ${version} was given up to collection`);
    return { record: {}, files: copyFiles(files[dataset]!, directory) };
  },
}));

deployModel(model);
const { handler: predict } = await import('../../../lambdas/predict/handler.ts');
const { forgetPlan } = await import('../../../lambdas/predict/plan-of.ts');
const { handler: checkSkew } = await import('../../../lambdas/check-skew/handler.ts');

const vectors: FeatureVector[] = [];
beforeAll(async () => {
  const { connection, close } = await openDatabase({ directory: data });
  for (const view of datasetViews(model)) {
    const relation = `read_parquet([${files[view.dataset]!.map((file) => `'${file}'`).join(', ')}], union_by_name = true)`;
    const rows = await computeView(connection, view, contractOf(model, view.dataset), relation, {
      from: Date.parse('2013-02-04T00:00:00Z'),
    });
    vectors.push(...packVectors(view, rows, { datasetVersion: 7, expiresAt: 0 }));
  }
  close();
});

let clock = Date.parse('2026-01-01T00:00:00Z');
beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  // Samples are written every ten seconds.
  clock += 60_000;
  vi.spyOn(Date, 'now').mockImplementation(() => clock);
  current.aws = new MemoryAws();
  held.gone.clear();
  held.fetched = [];
  forgetPlan('flight-delay');
  const definitions = featureDefinitions(model);
  const digest = featureDefinitionsDigest(definitions);
  aws().put(servingKey('flight-delay'), { live: 3, lease: null });
  aws().put(modelVersionKey('flight-delay', 3), {
    evaluation: { threshold: 0.24 },
    featureDefinitions: { key: `definitions/${digest}`, digest },
  });
  aws().putObject('models', `definitions/${digest}`, Buffer.from(JSON.stringify(definitions)));
  for (const dataset of ['flights', 'weather']) aws().put(materialisationKey(dataset), { version: 7 });
  for (const vector of vectors) {
    aws().put(featureVectorKey(vector.view, vector.entity, vector.week), vector);
  }
});

/** Asks for departures in one week, hour by hour: some carriers and routes are unknown. */
async function serve(count: number): Promise<void> {
  const requests = Array.from({ length: count }, (_, index) => ({
    carrier: ['UA', 'AA', 'DL', 'B6'][index % 4],
    flight: 100 + index,
    origin: ['EWR', 'JFK', 'LGA'][index % 3],
    dest: ['IAH', 'LAX', 'ATL', 'XXX'][index % 4],
    time_hour: new Date(Date.parse('2013-02-11T06:00:00Z') + index * 3_600_000).toISOString(),
    sched_dep_time: 615,
    sched_arr_time: 830,
    distance: 1400,
  }));
  const { body } = (await predict({ model: 'flight-delay', requests })) as Predictions;
  expect(body.answers.every(({ status }) => status === 200)).toBe(true);
}

const check = async (): Promise<SkewReport> => (await checkSkew({ model: 'flight-delay' })).reports[0]!;

describe('check-skew', () => {
  it('finds that untouched vectors serve what the dataset versions say', async () => {
    await serve(60);
    const report = await check();
    expect(report).toMatchObject({ verdict: 'equal', samples: 60, differing: 0, share: 0, unjudged: 0 });
    expect(aws().metrics.at(-1)).toMatchObject({ name: 'FeatureSkewShare', value: 0 });
    expect(aws().get(skewReportKey('flight-delay'))).toMatchObject({ verdict: 'equal' });
    // Two views read flights: each version is fetched once.
    expect(held.fetched.sort()).toEqual(['flights@7', 'weather@7']);
  });

  it('names the feature whose vector was changed in the registry', async () => {
    const vector = vectors.find(
      ({ view, entity, week }) => view.startsWith('weather') && entity.includes('EWR') && week === '2013-W07',
    )!;
    const values = Array.from(vector.hours, (_, index) => valueAt(vector.values.temp!, index) as number);
    aws().put(featureVectorKey(vector.view, vector.entity, vector.week), {
      ...vector,
      values: { ...vector.values, temp: packValues(values.map((value) => value + 10)) },
    });
    await serve(60);
    const report = await check();
    expect(report.verdict).toBe('skewed');
    expect(report.features.map(({ name }) => name)).toEqual(['temp']);
    const { served, recomputed } = report.features[0]!.example;
    expect(Number(served) - Number(recomputed)).toBeCloseTo(10, 9);
    expect(report.features[0]!.differing).toBe(20);
    expect(aws().metrics.at(-1)!.value).toBeCloseTo(20 / 60, 12);
  });

  it('finds a value that should have been served where a vector is missing', async () => {
    for (const { view, entity, week } of vectors) {
      if (view.startsWith('carrier-delay') && entity.includes('UA')) {
        const { pk, sk } = featureVectorKey(view, entity, week);
        aws().records.delete(`${pk}|${sk}`);
      }
    }
    await serve(60);
    const report = await check();
    expect(report.features.map(({ name }) => name)).toEqual(['carrier_delay_7d']);
    expect(report.features[0]!.example.served).toBeNull();
  });

  it('decides nothing on few samples, and reads them again with the next', async () => {
    await serve(12);
    expect(await check()).toMatchObject({ verdict: 'inconclusive', samples: 12, share: null });
    expect(aws().metrics.filter(({ name }) => name === 'FeatureSkewShare')).toEqual([]);
    clock += 60_000;
    await serve(12);
    expect(await check()).toMatchObject({ verdict: 'equal', samples: 24 });
    expect(await check()).toMatchObject({ verdict: 'inconclusive', samples: 0 });
  });

  it('takes the newest samples where there are more than it can judge', async () => {
    await serve(100);
    const [written] = aws().keys('models', 'skew/flight-delay/samples/');
    const samples = JSON.parse(aws().object('models', written!.key).toString()) as {
      features: Record<string, unknown>;
    }[];
    aws().objects.clear();
    forgetPlan('flight-delay');
    const definitions = featureDefinitions(model);
    aws().putObject(
      'models',
      `definitions/${featureDefinitionsDigest(definitions)}`,
      Buffer.from(JSON.stringify(definitions)),
    );
    for (let index = 0; index <= 20; index++) {
      const own =
        index > 0 ? samples : samples.map((one) => ({ ...one, features: { ...one.features, hour: 99 } }));
      const name = `2026-01-01T00:00:${String(index).padStart(2, '0')}.json`;
      aws().putObject('models', `skew/flight-delay/samples/${name}`, Buffer.from(JSON.stringify(own)));
    }
    expect(await check()).toMatchObject({ verdict: 'equal', samples: 2_000, differing: 0 });
  });

  it('says so where the dataset version is gone, and does not call it equal', async () => {
    held.gone.add(7);
    await serve(30);
    const report = await check();
    expect(report).toMatchObject({ verdict: 'inconclusive', samples: 0, unjudged: 30 });
    expect(report.reason).toContain('given up to collection');
    expect(console.log).toHaveBeenCalledWith(expect.stringContaining('"unjudged":30'));
  });
});
