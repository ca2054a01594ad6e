import { SageMakerRuntimeServiceException } from '@aws-sdk/client-sagemaker-runtime';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { featureDefinitions, featureDefinitionsDigest } from '../../../core/features/feature-definitions.ts';
import { packVectors } from '../../../core/features/feature-vector.ts';
import type { Answer, Prediction, Predictions } from '../../../core/features/prediction.ts';
import { datasetViews } from '../../../core/features/views-of.ts';
import { featureVectorKey } from '../../../core/registry/keys.ts';
import model from '../../../models/flight-delay/model.ts';
import { deployModel } from '../deploy-model.ts';

const mocks = vi.hoisted(() => ({
  batchGetRecords: vi.fn(),
  getRecord: vi.fn(),
  invokeEndpoint: vi.fn(),
  putMetrics: vi.fn(),
  getText: vi.fn(),
  putText: vi.fn(),
}));
vi.mock('../../../adapters/dynamodb/batch-get-records.ts', () => ({
  batchGetRecords: mocks.batchGetRecords,
}));
vi.mock('../../../adapters/dynamodb/get-record.ts', () => ({ getRecord: mocks.getRecord }));
vi.mock('../../../adapters/sagemaker-runtime/invoke-endpoint.ts', () => ({
  invokeEndpoint: mocks.invokeEndpoint,
}));
vi.mock('../../../adapters/s3/get-text.ts', () => ({ getText: mocks.getText }));
vi.mock('../../../adapters/s3/put-text.ts', () => ({ putText: mocks.putText }));
vi.mock('../../../adapters/cloudwatch/put-metrics.ts', () => ({ putMetrics: mocks.putMetrics }));

deployModel(model);
const { handler } = await import('../../../lambdas/predict/handler.ts');
const { forgetPlan } = await import('../../../lambdas/predict/plan-of.ts');

const request = {
  carrier: 'UA',
  flight: 1545,
  origin: 'EWR',
  dest: 'IAH',
  time_hour: '2013-04-01T10:00:00Z',
  sched_dep_time: 615,
  sched_arr_time: 830,
  distance: 1400,
};
const ask = async (changes: object = {}): Promise<Prediction> =>
  (await handler({ model: 'flight-delay', request: { ...request, ...changes } })) as Prediction;
const askMany = async (...changes: object[]): Promise<Predictions> =>
  (await handler({
    model: 'flight-delay',
    requests: changes.map((change) => ({ ...request, ...change })),
  })) as Predictions;

/** What the registry knows: the live version, beside it perhaps a candidate, each with its definitions. */
function serves(
  versions: Record<number, typeof model>,
  rollout: { version: number; weight: number; phase: string } | null = null,
): void {
  forgetPlan('flight-delay');
  const texts = new Map<string, string>();
  const references = Object.fromEntries(
    Object.entries(versions).map(([version, definition]) => {
      const definitions = featureDefinitions(definition);
      const digest = featureDefinitionsDigest(definitions);
      texts.set(`definitions/${digest}`, JSON.stringify(definitions));
      return [version, { key: `definitions/${digest}`, digest }];
    }),
  );
  const live = Number(Object.keys(versions)[0]);
  mocks.getText.mockImplementation(async (_bucket: string, key: string) => texts.get(key));
  mocks.getRecord.mockImplementation(async (_table: string, { sk }: { sk: string }) => {
    if (sk === 'SERVING') return { live, lease: rollout && { rolloutId: 'r1', until: '' } };
    if (sk.startsWith('ROLLOUT#')) return { purpose: 'release', rolloutId: 'r1', ...rollout };
    const reference = references[Number(sk.slice('VERSION#'.length))];
    return { evaluation: { threshold: 0.24 }, ...(reference && { featureDefinitions: reference }) };
  });
}

function failsWith(name: string, message: string): void {
  mocks.invokeEndpoint.mockRejectedValueOnce(
    new SageMakerRuntimeServiceException({ name, message, $fault: 'server', $metadata: {} }),
  );
}

beforeEach(() => {
  vi.clearAllMocks();
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const [weather] = datasetViews(model);
  mocks.batchGetRecords.mockResolvedValue(
    packVectors(
      weather!,
      [{ entity: ['EWR'], hour: Date.parse('2013-04-01T09:00:00Z'), values: [41, 61.9, 0, 0, null, 10] }],
      { datasetVersion: 1, expiresAt: 0 },
    ),
  );
  serves({ 3: model });
  mocks.invokeEndpoint.mockResolvedValue({ body: '{"probability": 0.31}', variant: 'v3' });
});

describe('predict', () => {
  it('answers with the probability, the version and the features that it used', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 'UA-1545-EWR-2013-04-01T10',
      probability: 0.31,
      positive: true,
      version: 3,
      variant: 'v3',
      endpoint: 'ballast-dev-flight-delay',
      features: { carrier: 'UA', hour: 6, temp: 41, pressure: null, carrier_delay_7d: null },
    });
  });

  it('sends one feature record, in the container contract, under the request id', async () => {
    await ask();
    const sent = mocks.invokeEndpoint.mock.calls[0]![0];
    expect(sent).toMatchObject({ contentType: 'application/json', inferenceId: 'UA-1545-EWR-2013-04-01T10' });
    expect(Object.keys(JSON.parse(sent.body))).toEqual(
      Object.keys(model.rollout.goldenRequests[0]!.features),
    );
  });

  it('refuses a bad request before anything is asked of the endpoint', async () => {
    const { status, body } = await ask({ distance: -5, carrier: null });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      issues: [{ column: 'carrier' }, { column: 'distance', expected: 'at least 1 mile', received: '-5' }],
    });
    expect(mocks.invokeEndpoint).not.toHaveBeenCalled();
  });

  it('refuses a request that is too large, an unknown model, and no call at all', async () => {
    expect((await ask({ carrier: 'x'.repeat(70_000) })).status).toBe(413);
    expect((await handler({ model: 'no-such', request })).status).toBe(404);
    expect((await handler(null)).status).toBe(400);
  });

  it('says 502 and why when the container fails', async () => {
    failsWith('ModelError', 'Received server error (500) from primary');
    expect(await ask()).toMatchObject({
      status: 502,
      body: { error: expect.stringContaining('server error (500)') },
    });
  });

  it.each(['{"probability": 1.5}', '{"probability": null}', 'not JSON', '[0.3]'])(
    'says 502 when the container answers %s',
    async (body) => {
      mocks.invokeEndpoint.mockResolvedValueOnce({ body, variant: 'v3' });
      expect(await ask()).toMatchObject({
        status: 502,
        body: { error: expect.stringContaining('expected {"probability"') },
      });
    },
  );

  it('says 503 when there is no endpoint yet, or it cannot serve', async () => {
    failsWith('ValidationError', 'Endpoint ballast-dev-flight-delay of account 1 not found.');
    expect(await ask()).toMatchObject({ status: 503, body: { error: expect.stringContaining('not found') } });
    failsWith('ServiceUnavailable', 'try again');
    expect((await ask()).status).toBe(503);
  });

  it('throws what is our own fault', async () => {
    failsWith('AccessDeniedException', 'not authorized');
    await expect(ask()).rejects.toThrow('not authorized');
  });

  it('answers many requests in one call, each in its place and under its own id, with one round of reads', async () => {
    const { status, body } = await askMany({}, { distance: -5 }, { carrier: 'AA', flight: 2 });
    expect(status).toBe(200);
    expect(body.answers.map((answer) => answer.status)).toEqual([200, 400, 200]);
    expect(body.answers[1]).toMatchObject({ body: { issues: [{ column: 'distance' }] } });
    expect(body.answers[2]).toMatchObject({
      body: { id: 'AA-2-EWR-2013-04-01T10', features: { carrier: 'AA', temp: 41 } },
    });
    expect(mocks.batchGetRecords).toHaveBeenCalledTimes(1);
    expect(mocks.invokeEndpoint.mock.calls.map(([sent]) => sent.inferenceId)).toEqual([
      'UA-1545-EWR-2013-04-01T10',
      'AA-2-EWR-2013-04-01T10',
    ]);
  });

  it('answers no request with no answer, and refuses too many', async () => {
    expect((await askMany()).body.answers).toEqual([]);
    expect((await handler({ model: 'flight-delay', requests: Array(501).fill(request) })).status).toBe(413);
  });

  it('says where the time went', async () => {
    const { body } = await ask();
    const { durations } = body as Answer;
    expect(durations.features).toBeGreaterThanOrEqual(durations.sql + durations.registry);
    expect(durations.total).toBeGreaterThanOrEqual(durations.features + durations.endpoint);
  });

  it('makes features by the definitions of the live version, not by the deployed ones', async () => {
    serves({ 41: renamed('old_carrier') });
    const { body } = await ask();
    expect(Object.keys((body as { features: object }).features)).toContain('old_carrier');
    expect(Object.keys((body as { features: object }).features)).not.toContain('carrier');
    expect(mocks.invokeEndpoint.mock.calls[0]![0].targetVariant).toBeUndefined();
  });

  it('refuses definitions that were changed after the version was registered', async () => {
    serves({ 51: renamed('tampered') });
    const text = JSON.stringify(featureDefinitions(model));
    mocks.getText.mockResolvedValue(text);
    await expect(ask()).rejects.toThrow('they were changed after the version was registered');
  });

  it('asks the variant whose definitions made the features, while two differ', async () => {
    serves({ 42: model, 43: renamed('new_carrier') }, { version: 43, weight: 25, phase: 'stepping' });
    const draws = [0.5, 0.9, 0.1, 0.76];
    vi.spyOn(Math, 'random').mockImplementation(() => draws.shift() ?? 0);
    await askMany({ flight: 1 }, { flight: 2 }, { flight: 3 }, { flight: 4 });
    vi.mocked(Math.random).mockRestore();
    const sent = mocks.invokeEndpoint.mock.calls.map(([call]) => [
      call.inferenceId.split('-')[1],
      call.targetVariant,
      'new_carrier' in JSON.parse(call.body),
    ]);
    expect(sent.sort()).toEqual([
      ['1', 'v42', false],
      ['2', 'v43', true],
      ['3', 'v42', false],
      ['4', 'v43', true],
    ]);
  });

  it("leaves the choice to SageMaker's weights while both have the same definitions", async () => {
    serves({ 44: model, 45: model }, { version: 45, weight: 25, phase: 'stepping' });
    await askMany({}, { flight: 2 });
    expect(mocks.invokeEndpoint.mock.calls.map(([call]) => call.targetVariant)).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('what predict tells of itself', () => {
  let clock = Date.parse('2030-01-01T00:00:00Z');
  beforeEach(() => {
    // Ten seconds lie between two writes.
    clock += 60_000;
    vi.spyOn(Date, 'now').mockImplementation(() => clock);
    mocks.putText.mockReset();
    mocks.putMetrics.mockReset();
  });
  const samples = (call: number) =>
    JSON.parse(mocks.putText.mock.calls[call]![2]).map(({ id }: { id: string }) => id.split('-')[1]);

  it('fails no prediction where it cannot be told, and is told the next time', async () => {
    await ask();
    clock += 60_000;
    mocks.putText.mockReset().mockRejectedValueOnce(new Error('SlowDown'));
    mocks.putMetrics.mockReset().mockRejectedValueOnce(new Error('Throttling'));
    expect((await ask({ flight: 71 })).status).toBe(200);
    expect(
      vi
        .mocked(console.error)
        .mock.calls.flat()
        .map((line) => JSON.parse(line).error)
        .sort(),
    ).toEqual(['SlowDown', 'Throttling']);
    clock += 60_000;
    await askMany({ flight: 72 }, { flight: 73, distance: -1 });
    expect(samples(1)).toEqual(['71', '72']);
    expect(mocks.putMetrics.mock.calls[1]![0].map(({ value }: { value: number }) => value)).toEqual([2, 1]);
  });

  it('does not hold the caller where the store does not answer', async () => {
    mocks.putText.mockReturnValue(new Promise(() => {}));
    const started = performance.now();
    expect((await ask()).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('keeps a hundred samples of a process, the first ones', async () => {
    await askMany(...Array.from({ length: 120 }, (_, index) => ({ flight: index + 1 })));
    expect(samples(0)).toHaveLength(100);
  });
});

describe('what predict looks up', () => {
  const vectors = new Map<string, object>();
  beforeEach(() => {
    vectors.clear();
    mocks.batchGetRecords.mockImplementation(async (_table: string, keys: { pk: string; sk: string }[]) =>
      keys.flatMap(({ pk, sk }) => vectors.get(`${pk}|${sk}`) ?? []),
    );
  });
  const hold = (view: number, entity: string[], time: string, values: (number | null)[]) => {
    const rows = [{ entity, hour: Date.parse(time), values }];
    for (const vector of packVectors(datasetViews(model)[view]!, rows, { datasetVersion: 1, expiresAt: 0 })) {
      const { pk, sk } = featureVectorKey(vector.view, vector.entity, vector.week);
      vectors.set(`${pk}|${sk}`, vector);
    }
  };

  it('is found in older weeks as well, however many are asked about', async () => {
    // Twelve days before the request.
    hold(2, ['EWR', 'IAH'], '2013-03-20T00:00:00Z', [12.5]);
    const routes = Array.from({ length: 40 }, (_, index) => ({
      dest: `X${String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26))}`,
    }));
    const { body } = await askMany({}, ...routes);
    expect(mocks.batchGetRecords).toHaveBeenCalledTimes(2);
    expect(body.answers[0]).toMatchObject({ body: { features: { route_delay_7d: 12.5 } } });
    expect(body.answers[1]).toMatchObject({ body: { features: { route_delay_7d: null } } });
  });

  it('is of the entity that the contract made of the request', async () => {
    hold(0, ['EWR'], '2013-04-01T09:00:00Z', [41, 61, 0, 0, null, 10]);
    const mending = {
      ...model,
      contracts: model.contracts.map((contract) => ({
        ...contract,
        columns: contract.columns.map((column) =>
          column.name === 'origin'
            ? { ...column, atInference: { onUnknownCategory: { default: 'EWR' } } }
            : column,
        ),
      })),
    } as typeof model;
    serves({ 61: mending });
    mocks.invokeEndpoint.mockResolvedValue({ body: '{"probability": 0.31}', variant: 'v61' });
    expect(await ask({ origin: 'XXX' })).toMatchObject({
      status: 200,
      body: { features: { origin: 'EWR', temp: 41 } },
    });
  });
});

describe('a request that a feature cannot be computed of', () => {
  it('is refused by itself, and says what the engine said', async () => {
    serves({ 62: withHour('log10(sched_dep_time)') });
    const { body } = await askMany({}, { flight: 2, sched_dep_time: 0 }, { flight: 3 });
    expect(body.answers.map(({ status }) => status)).toEqual([200, 400, 200]);
    expect(body.answers[1]).toMatchObject({
      body: {
        error: expect.stringMatching(/cannot be computed: Out of Range Error: cannot take logarithm of zero/),
        issues: [{ rule: 'request:features', received: expect.stringContaining('"flight":2') }],
      },
    });
    expect(body.answers[2]).toMatchObject({ body: { id: 'UA-3-EWR-2013-04-01T10' } });
  });
});

describe('an entity that no key can hold', () => {
  it('is refused by itself', async () => {
    const free = {
      ...model,
      contracts: model.contracts.map((contract) => ({
        ...contract,
        columns: contract.columns.map(({ pattern: _, ...column }) => column),
      })),
      request: { ...model.request, id: "'id-' || flight" },
    } as typeof model;
    serves({ 63: free });
    const { body } = await askMany({}, { carrier: 'é'.repeat(1_024) });
    expect(body.answers.map(({ status }) => status)).toEqual([200, 400]);
    expect(body.answers[1]).toMatchObject({
      body: { error: expect.stringContaining("view 'carrier-delay' is asked for an entity of 2052 bytes") },
    });
  });
});

describe('the definitions that a process keeps', () => {
  it('are those that were used last, and no more than twelve', async () => {
    const read = () => mocks.getText.mock.calls.length;
    const use = async (version: number): Promise<number> => {
      serves({ [version]: renamed(`carrier_${version}`) });
      mocks.invokeEndpoint.mockResolvedValue({ body: '{"probability": 0.31}', variant: `v${version}` });
      const before = read();
      expect((await ask()).status).toBe(200);
      return read() - before;
    };
    for (let version = 101; version <= 112; version++) expect(await use(version)).toBe(1);
    expect(await use(101)).toBe(0);
    expect(await use(113)).toBe(1);
    expect(await use(101)).toBe(0);
    expect(await use(102)).toBe(1);
  });
});

/** The model with another expression of its feature `hour`. */
function withHour(sql: string): typeof model {
  return {
    ...model,
    features: model.features.map((view) => ({
      ...view,
      features: view.features.map((feature) => (feature.name === 'hour' ? { ...feature, sql } : feature)),
    })) as typeof model.features,
  };
}

/** The model with its feature `carrier` under another name. */
function renamed(name: string): typeof model {
  return {
    ...model,
    features: model.features.map((view) => ({
      ...view,
      features: view.features.map((feature) => (feature.name === 'carrier' ? { ...feature, name } : feature)),
    })) as typeof model.features,
  };
}
