import { beforeEach, expect, it, vi } from 'vitest';
import { handler } from '../../../lambdas/deliver-lineage/handler.ts';
import flightDelay from '../../../models/flight-delay/model.ts';
import { upload } from '../../cli/records.ts';
import { batch } from '../stream-batch.ts';

const told: { url: string; type: string }[] = [];
let endpoint: () => void = () => {};

vi.mock('../../../adapters/definitions/load-definitions.ts', () => ({
  loadDefinitions: () => [{ definition: flightDelay, code: { key: 'k', digest: 'd' } }],
}));
vi.mock('../../../adapters/http/post-json.ts', () => ({
  postJson: async (url: string, text: string) => {
    endpoint();
    told.push({ url, type: JSON.parse(text).eventType });
  },
}));

const url = 'https://marquez.example.com/api/v1/lineage';

beforeEach(() => {
  told.length = 0;
  endpoint = () => {};
  for (const name of ['REGISTRY_TABLE', 'DATA_BUCKET', 'MODEL_BUCKET', 'CODE_COMMIT', 'XGBOOST_IMAGE'])
    vi.stubEnv(name, `the-${name}`);
  vi.stubEnv('BALLAST_ENV', 'dev');
  vi.stubEnv('OPENLINEAGE_URL', url);
});

const checking = upload({ status: 'checking', datasetVersion: undefined, verdict: undefined });
const vector = { kind: 'feature-vector', view: 'v', expiresAt: 1 };

it('tells the endpoint in order, and of nothing that lineage is not made of', async () => {
  expect(await handler(batch([null, checking], [null, vector], [checking, upload()]))).toEqual({ events: 2 });
  expect(told).toEqual([
    { url, type: 'START' },
    { url, type: 'COMPLETE' },
  ]);
});

it('fails where the endpoint does, so that the batch comes again', async () => {
  endpoint = () => {
    throw new Error('Cannot post');
  };
  await expect(handler(batch([null, checking]))).rejects.toThrow('Cannot post');
});
