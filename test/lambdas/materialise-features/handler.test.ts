import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../adapters/duckdb/open-database.ts';
import { featureDefinitions, featureDefinitionsDigest } from '../../../core/features/feature-definitions.ts';
import { type FeatureVector, vectorEntity, vectorView } from '../../../core/features/feature-vector.ts';
import { packValues } from '../../../core/features/packed-values.ts';
import type { Answer, Prediction } from '../../../core/features/prediction.ts';
import { datasetViews } from '../../../core/features/views-of.ts';
import {
  datasetVersionKey,
  featureVectorKey,
  materialisationKey,
  modelVersionKey,
  servingKey,
} from '../../../core/registry/keys.ts';
import type { ModelDefinition } from '../../../core/registry/model-definition.ts';
import model from '../../../models/flight-delay/model.ts';
import { deployModel } from '../deploy-model.ts';
import { MemoryAws } from '../memory-aws.ts';

const { adapter, current } = await vi.hoisted(() => import('../current-aws.ts'));
const held = vi.hoisted(() => ({
  /** Rows of the dataset's versions, as SQL after SELECT. */
  rows: new Map<number, string>(),
  since: [] as (number | undefined)[],
  onWrite: () => {},
}));
const aws = (): MemoryAws => current.aws;

vi.mock('../../../adapters/dynamodb/get-record.ts', adapter('getRecord'));
vi.mock('../../../adapters/dynamodb/query-records.ts', adapter('queryRecords'));
vi.mock('../../../adapters/dynamodb/put-record.ts', adapter('putRecord'));
vi.mock('../../../adapters/dynamodb/batch-put-records.ts', () => ({
  batchPutRecords: async (...asked: Parameters<MemoryAws['adapters']['batchPutRecords']>) => {
    await aws().adapters.batchPutRecords(...asked);
    held.onWrite();
  },
}));
vi.mock('../../../adapters/dynamodb/batch-get-records.ts', adapter('batchGetRecords'));
vi.mock('../../../adapters/s3/get-text.ts', adapter('getText'));
vi.mock('../../../adapters/s3/put-text.ts', adapter('putText'));
vi.mock('../../../adapters/cloudwatch/put-metrics.ts', adapter('putMetrics'));
vi.mock('../../../adapters/sagemaker-runtime/invoke-endpoint.ts', () => ({
  invokeEndpoint: async () => ({ body: '{"probability": 0.31}', variant: 'v1' }),
}));
vi.mock('../../../adapters/datasets/fetch-version.ts', () => ({
  fetchVersionAccess: [],
  fetchVersion: async (asked: { version: number; directory: string; since?: number }) => {
    held.since.push(asked.since);
    const file = join(asked.directory, 'part.parquet');
    const { connection, close } = await openDatabase({ directory: asked.directory });
    await connection.run(`COPY (SELECT ${held.rows.get(asked.version)}) TO '${file}' (FORMAT parquet)`);
    close();
    return { record: {}, files: [file] };
  },
}));

/** The model with its weather as old as that still served: another view, with vectors of its own. */
const withWeatherFor = (hours: number): ModelDefinition => ({
  ...model,
  features: model.features.map((view) =>
    view.kind === 'latest' ? { ...view, maximumAge: { hours } } : view,
  ) as ModelDefinition['features'],
});
const deployed = withWeatherFor(7);
deployModel(deployed);
const { handler } = await import('../../../lambdas/materialise-features/handler.ts');
const { handler: predict } = await import('../../../lambdas/predict/handler.ts');
const { forgetPlan } = await import('../../../lambdas/predict/plan-of.ts');

const now = Date.parse('2013-04-01T10:30:00Z');
const weather = (origin: string, time: string, temp: number): string =>
  `'${origin}' AS origin, TIMESTAMP '${time}' AS time_hour, ${temp}::DOUBLE AS temp, 60.0 AS humid, 5.0 AS wind_speed, 0.0 AS precip, 1000.0 AS pressure, 9.0 AS visib`;
const hasVersion = (version: number, to: string, ...rows: string[]): void => {
  aws().put(datasetVersionKey('weather', version), {
    kind: 'dataset-version',
    dataset: 'weather',
    version,
    to,
  });
  held.rows.set(version, rows.join(' UNION ALL SELECT '));
};
/** A version that was registered with these definitions. */
const hasModelVersion = (version: number, definition: ModelDefinition): string => {
  const definitions = featureDefinitions(definition);
  const digest = featureDefinitionsDigest(definitions);
  const key = `definitions/${digest}`;
  aws().put(modelVersionKey('flight-delay', version), {
    version,
    evaluation: { threshold: 0.24 },
    featureDefinitions: { key, digest },
  });
  aws().putObject('models', key, Buffer.from(JSON.stringify(definitions)));
  return key;
};
const vectorOf = (definition: ModelDefinition, origin: string, week = '2013-W14'): FeatureVector | null => {
  const view = datasetViews(definition).find(({ kind }) => kind === 'latest')!;
  return aws().get(featureVectorKey(vectorView(view), vectorEntity([origin]), week));
};
const serves = async (origin: string): Promise<unknown> => {
  forgetPlan('flight-delay');
  const answer = (await predict({
    model: 'flight-delay',
    request: {
      ...{ carrier: 'UA', flight: 1545, origin, dest: 'IAH', time_hour: '2013-04-01T10:00:00Z' },
      ...{ sched_dep_time: 615, sched_arr_time: 830, distance: 1400 },
    },
  })) as Prediction;
  expect(answer.status).toBe(200);
  return (answer.body as Answer).features.temp;
};

beforeEach(() => {
  vi.restoreAllMocks();
  vi.spyOn(Date, 'now').mockReturnValue(now);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  current.aws = new MemoryAws();
  held.rows.clear();
  held.since = [];
  held.onWrite = () => {};
  hasModelVersion(1, model);
  aws().put(servingKey('flight-delay'), { live: 1, lastKnownGood: null, lease: null });
  hasVersion(3, '2013-04-01T09:00:00Z', weather('EWR', '2013-04-01 09:00:00', 41));
});

describe('materialise-features', () => {
  it('writes whole weeks of the newest version, that expire by the view', async () => {
    expect(await handler({ detail: { dataset: 'weather', version: 2 } })).toMatchObject({ version: 3 });
    expect(vectorOf(deployed, 'EWR')).toMatchObject({
      datasetVersion: 3,
      // Monday, 1 April 2013, at nine.
      hours: Uint8Array.of(9),
      values: { temp: packValues([41]) },
      expiresAt: Math.floor(now / 1_000) + 60 * 86_400,
    });
    expect(aws().get(materialisationKey('weather'))).toMatchObject({ version: 3, vectors: 2 });
    // Five weeks, the age of a value, and the hour in which it became known.
    expect(held.since).toEqual([Date.parse('2013-02-25T00:00:00Z') - 8 * 3_600_000]);
  });

  it('does nothing for a dataset without views, and refuses one without a version', async () => {
    expect(await handler({ dataset: 'planes' })).toEqual({ version: null, vectors: 0 });
    await expect(handler({ dataset: 'flights' })).rejects.toThrow("'flights': it has no version");
  });

  it('keeps a live version in values after a deployment that changes its view', async () => {
    await handler({ dataset: 'weather' });
    expect(await serves('EWR')).toBe(41);
    hasVersion(4, '2013-04-01T10:00:00Z', weather('EWR', '2013-04-01 10:00:00', 45));
    await handler({ dataset: 'weather' });
    expect(await serves('EWR')).toBe(45);
  });

  it('writes the views of the version to go back to, of a rollout, and of the newest version too', async () => {
    hasModelVersion(2, withWeatherFor(8));
    hasModelVersion(3, withWeatherFor(9));
    hasModelVersion(4, withWeatherFor(10));
    aws().put(servingKey('flight-delay'), {
      live: 1,
      lastKnownGood: 2,
      lease: { rolloutId: 'r1', until: '' },
    });
    aws().put({ pk: 'MODEL#flight-delay', sk: 'ROLLOUT#r1' }, { version: 3 });
    expect(await handler({ dataset: 'weather' })).toEqual({ version: 3, vectors: 5 });
    for (const hours of [8, 9, 10]) expect(vectorOf(withWeatherFor(hours), 'EWR')).not.toBeNull();
  });

  it('says which definitions it could not read, once all other views are written', async () => {
    const key = hasModelVersion(2, withWeatherFor(8));
    aws().putObject('models', key, Buffer.from('{}'));
    await expect(handler({ dataset: 'weather' })).rejects.toThrow(
      /they were changed after.*all other views are written/,
    );
    expect(vectorOf(deployed, 'EWR')).not.toBeNull();
    expect(aws().get(materialisationKey('weather'))).toMatchObject({ version: 3 });
  });

  it('lets an entity that left the dataset be unknown', async () => {
    hasVersion(
      3,
      '2013-04-01T09:00:00Z',
      weather('EWR', '2013-04-01 09:00:00', 41),
      weather('JFK', '2013-04-01 09:00:00', 40),
    );
    await handler({ dataset: 'weather' });
    expect([await serves('EWR'), await serves('JFK')]).toEqual([41, 40]);
    hasVersion(4, '2013-04-01T09:00:00Z', weather('JFK', '2013-04-01 09:00:00', 39));
    await handler({ dataset: 'weather' });
    expect([await serves('EWR'), await serves('JFK')]).toEqual([null, 39]);
  });

  it('is not moved into the future by an event that says it comes from there, and says that there is one', async () => {
    hasVersion(
      4,
      '2199-12-31T10:00:00Z',
      weather('EWR', '2013-04-01 10:00:00', 45),
      weather('JFK', '2199-12-31 10:00:00', 50),
    );
    await handler({ dataset: 'weather' });
    expect(await serves('EWR')).toBe(45);
    expect(vectorOf(deployed, 'JFK', '2200-W01')).toBeNull();
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('2199-12-31T10:00:00Z'));
  });

  it('leaves out what no item can hold, and says so', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    hasVersion(
      4,
      '2013-04-01T10:00:00Z',
      weather('é'.repeat(1_000), '2013-04-01 10:00:00', 45),
      weather('EWR', '2013-04-01 10:00:00', 45),
    );
    expect(await handler({ dataset: 'weather' })).toEqual({ version: 4, vectors: 2 });
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining('an entity of 2004 bytes'));
  });

  it('starts again where a newer version comes while it writes, so that the newest is written last', async () => {
    let writes = 0;
    held.onWrite = () => {
      if (++writes === 1) hasVersion(4, '2013-04-01T10:00:00Z', weather('EWR', '2013-04-01 10:00:00', 45));
    };
    expect(await handler({ dataset: 'weather' })).toMatchObject({ version: 4 });
    expect(vectorOf(model, 'EWR')).toMatchObject({ datasetVersion: 4 });
    expect(vectorOf(deployed, 'EWR')).toMatchObject({ datasetVersion: 4 });
    expect(aws().get(materialisationKey('weather'))).toMatchObject({ version: 4 });
    // The first write of version 3, then both of version 4.
    expect(writes).toBe(3);
  });

  it('gives up where versions come faster than it can write', async () => {
    let version = 3;
    held.onWrite = () =>
      hasVersion(++version, '2013-04-01T09:00:00Z', weather('EWR', '2013-04-01 09:00:00', 41));
    await expect(handler({ dataset: 'weather' })).rejects.toThrow(
      '5 versions came while it was materialised',
    );
    expect(aws().get(materialisationKey('weather'))).toBeNull();
  });
});
