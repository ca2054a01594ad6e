import { beforeEach, expect, it, vi } from 'vitest';
import type { ItemKey } from '../../../core/registry/keys.ts';
import { handler } from '../../../lambdas/record-lineage/handler.ts';
import flightDelay from '../../../models/flight-delay/model.ts';
import { datasetVersion, modelVersion, run, upload } from '../../cli/records.ts';
import { schemaErrors } from '../../core/registry/lineage/openlineage/published-schemas.ts';
import { batch } from '../stream-batch.ts';

const objects = new Map<string, string>();
const items = new Map<string, object>();

vi.mock('../../../adapters/definitions/load-definitions.ts', () => ({
  loadDefinitions: () => [{ definition: flightDelay, code: { key: 'k', digest: 'd' } }],
}));
vi.mock('../../../adapters/dynamodb/batch-put-records.ts', () => ({
  batchPutRecords: async (_table: string, puts: { key: ItemKey; record: object }[]) => {
    const keys = puts.map(({ key }) => `${key.pk} ${key.sk}`);
    // The service refuses a batch that names a key twice.
    expect(new Set(keys).size).toBe(keys.length);
    for (const { key, record } of puts) items.set(`${key.pk} ${key.sk}`, record);
  },
}));
vi.mock('../../../adapters/s3/put-text-if-absent.ts', () => ({
  putTextIfAbsent: async (_bucket: string, key: string, text: string) => {
    if (objects.has(key)) return false;
    objects.set(key, text);
    return true;
  },
}));
beforeEach(() => {
  objects.clear();
  items.clear();
  for (const name of ['REGISTRY_TABLE', 'DATA_BUCKET', 'MODEL_BUCKET', 'CODE_COMMIT', 'XGBOOST_IMAGE'])
    vi.stubEnv(name, `the-${name}`);
  vi.stubEnv('BALLAST_ENV', 'dev');
});

const checking = upload({ status: 'checking', datasetVersion: undefined, verdict: undefined });

it('writes edges and events of what was written, and the same when the batch comes again', async () => {
  const event = batch(
    [null, checking],
    [checking, upload()],
    [null, datasetVersion()],
    [null, modelVersion()],
  );
  const first = await handler(event);
  const written = [[...items], [...objects]];
  expect(first.events).toBe(objects.size);
  expect(first.edges).toBe(items.size / 2);
  expect(await handler(event)).toEqual(first);
  expect([[...items], [...objects]]).toEqual(written);
  expect([...objects.values()].flatMap((text) => schemaErrors(JSON.parse(text)))).toEqual([]);
});

it('takes no notice of other records, nor of what was removed', async () => {
  const vector = { kind: 'feature-vector', view: 'v', expiresAt: 1 };
  expect(await handler(batch([null, vector], [vector, null], [upload(), null], [null, {}]))).toEqual({
    edges: 0,
    events: 0,
  });
});

it('adds to a run only the edges that are new', async () => {
  const { trainingSet } = modelVersion();
  await handler(batch([null, run()]));
  const begun = items.size;
  items.clear();
  await handler(batch([run(), run({ step: 'evaluate' })]));
  expect(items.size).toBe(0);
  await handler(batch([run(), run({ trainingSet })]));
  expect(begun).toBe(2);
  expect(items.size).toBeGreaterThan(4);
  expect([...items.values()]).not.toContainEqual(expect.objectContaining({ relation: 'built' }));
});

it('writes keys that DynamoDB takes, whatever somebody calls himself', async () => {
  const cause = { kind: 'command', by: 'é'.repeat(1_000), reason: 'why not' } as const;
  await handler(batch([null, run({ cause })], [null, { ...checking, uploader: '' }]));
  for (const key of items.keys()) {
    const [pk, sk] = key.split(' EDGE#');
    expect(Buffer.byteLength(pk!)).toBeLessThanOrEqual(2_048);
    expect(Buffer.byteLength(`EDGE#${sk}`)).toBeLessThanOrEqual(1_024);
  }
  expect([...items.keys()].filter((key) => key.includes('principal:unknown'))).toHaveLength(2);
});

it('fails for a record that it cannot read, and with it alone once the batch is halved', async () => {
  const poison = { kind: 'upload', dataset: 'flights' };
  await expect(handler(batch([null, poison], [null, checking]))).rejects.toThrow();
  expect([objects.size, items.size]).toEqual([0, 0]);
  await expect(handler(batch([null, poison]))).rejects.toThrow();
  expect(await handler(batch([null, checking]))).toEqual({ edges: 1, events: 1 });
});
