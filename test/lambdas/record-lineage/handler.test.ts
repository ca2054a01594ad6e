import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, expect, it, vi } from 'vitest';
import type { ItemKey } from '../../../core/registry/keys.ts';
import { handler } from '../../../lambdas/record-lineage/handler.ts';
import flightDelay from '../../../models/flight-delay/model.ts';
import { datasetVersion, modelVersion, run, upload } from '../../cli/records.ts';
import { schemaErrors } from '../../core/registry/lineage/openlineage/published-schemas.ts';

const did: string[] = [];
const objects = new Map<string, string>();
const items = new Map<string, object>();
let endpoint: (text: string) => void = () => {};

vi.mock('../../../adapters/definitions/load-definitions.ts', () => ({
  loadDefinitions: () => [{ definition: flightDelay, code: { key: 'k', digest: 'd' } }],
}));
vi.mock('../../../adapters/dynamodb/batch-put-records.ts', () => ({
  batchPutRecords: async (_table: string, puts: { key: ItemKey; record: object }[]) => {
    const keys = puts.map(({ key }) => `${key.pk} ${key.sk}`);
    // The service refuses a batch that names a key twice.
    expect(new Set(keys).size).toBe(keys.length);
    did.push('edges');
    for (const { key, record } of puts) items.set(`${key.pk} ${key.sk}`, record);
  },
}));
vi.mock('../../../adapters/s3/put-text-if-absent.ts', () => ({
  putTextIfAbsent: async (_bucket: string, key: string, text: string) => {
    did.push('object');
    if (objects.has(key)) return false;
    objects.set(key, text);
    return true;
  },
}));
vi.mock('../../../adapters/http/post-json.ts', () => ({
  postJson: async (_url: string, text: string) => {
    did.push('post');
    endpoint(text);
  },
}));

beforeEach(() => {
  did.length = 0;
  objects.clear();
  items.clear();
  endpoint = () => {};
  for (const name of ['REGISTRY_TABLE', 'DATA_BUCKET', 'MODEL_BUCKET', 'CODE_COMMIT', 'XGBOOST_IMAGE'])
    vi.stubEnv(name, `the-${name}`);
  vi.stubEnv('BALLAST_ENV', 'dev');
  vi.stubEnv('OPENLINEAGE_URL', 'none');
});

/** As Lambda hands over a batch of a table's stream. */
const batch = (...changes: (readonly [object | null, object | null])[]) =>
  ({
    Records: changes.map(([before, after], index) => ({
      eventID: String(index),
      eventName: before === null ? 'INSERT' : after === null ? 'REMOVE' : 'MODIFY',
      dynamodb: {
        ApproximateCreationDateTime: 1_795_376_000.25,
        ...(before === null ? {} : { OldImage: image(before) }),
        ...(after === null ? {} : { NewImage: image(after) }),
      },
    })),
  }) as never;
const image = (record: object) => marshall(record, { removeUndefinedValues: true });

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
  expect(did).not.toContain('post');
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

it('tells an endpoint last and in order, and fails for it only after all else is written', async () => {
  vi.stubEnv('OPENLINEAGE_URL', 'https://marquez.example.com/api/v1/lineage');
  const told: string[] = [];
  endpoint = (text) => told.push(JSON.parse(text).eventType);
  await handler(batch([null, checking], [checking, upload()]));
  expect(told).toEqual(['START', 'COMPLETE']);
  expect(did.indexOf('post')).toBeGreaterThan(did.lastIndexOf('object'));
  objects.clear();
  items.clear();
  endpoint = () => {
    throw new Error('Cannot post');
  };
  await expect(handler(batch([null, checking], [checking, upload()]))).rejects.toThrow('Cannot post');
  expect([objects.size, items.size]).toEqual([2, 4]);
});
