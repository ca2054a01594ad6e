import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SageMakerRuntimeServiceException } from '@aws-sdk/client-sagemaker-runtime';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { packVectors } from '../../../core/features/feature-vector.ts';
import { datasetViews } from '../../../core/features/views-of.ts';
import model from '../../../models/flight-delay/model.ts';

const mocks = vi.hoisted(() => ({
  batchGetRecords: vi.fn(),
  getRecord: vi.fn(),
  invokeEndpoint: vi.fn(),
  putMetrics: vi.fn(),
}));
vi.mock('../../../adapters/dynamodb/batch-get-records.ts', () => ({
  batchGetRecords: mocks.batchGetRecords,
}));
vi.mock('../../../adapters/dynamodb/get-record.ts', () => ({ getRecord: mocks.getRecord }));
vi.mock('../../../adapters/sagemaker-runtime/invoke-endpoint.ts', () => ({
  invokeEndpoint: mocks.invokeEndpoint,
}));
vi.mock('../../../adapters/cloudwatch/put-metrics.ts', () => ({ putMetrics: mocks.putMetrics }));

const bundle = mkdtempSync(join(tmpdir(), 'ballast-test-'));
writeFileSync(
  join(bundle, 'definitions.json'),
  JSON.stringify([{ definition: model, code: { key: 'k', digest: 'd' } }]),
);
process.env.LAMBDA_TASK_ROOT = bundle;
process.env.BALLAST_ENV = 'dev';
process.env.REGISTRY_TABLE = 'registry';
const { handler } = await import('../../../lambdas/predict/handler.ts');

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
const ask = (changes: object = {}) => handler({ model: 'flight-delay', request: { ...request, ...changes } });

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
  mocks.getRecord.mockResolvedValue({ evaluation: { threshold: 0.24 } });
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
      issues: [{ column: 'carrier' }, { column: 'distance', expected: 'at least 1', received: '-5' }],
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
});
