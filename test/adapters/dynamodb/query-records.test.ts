import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { dynamodb } from '../../../adapters/dynamodb/client.ts';
import { queryRecords } from '../../../adapters/dynamodb/query-records.ts';
import { FakeDynamodb } from '../../support/fake-dynamodb.ts';
import { FaultProxy } from '../../support/fault-proxy.ts';

let service: FakeDynamodb;
let restore: () => void;

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  restore = new FaultProxy((request) => service.serve(request)).intercept(dynamodb);
});
afterAll(() => {
  restore();
  vi.unstubAllEnvs();
});

const partition = 'NODE#dataset:flights@1';
const names = Array.from({ length: 120 }, (_, index) => `run-${String(index).padStart(3, '0')}`);

beforeEach(() => {
  service = new FakeDynamodb();
  const put = (pk: string, sk: string) => service.memory.put({ pk, sk }, { name: sk });
  for (const name of names) put(partition, `TO#run:${name}`);
  // What lies around the prefix, some of it above every plain letter.
  for (const sk of [
    'A',
    'TO#',
    'TO#model:m',
    'TO#rum:z',
    'TO#run;',
    'TO#run:é',
    'TO#run:🛫',
    'TO#sun:a',
    'Z',
  ])
    put(partition, sk);
  put('NODE#dataset:flights@2', 'TO#run:other');
});

const query = async (more: object): Promise<string[]> =>
  (await queryRecords<{ name: string }>({ table: 't', partition, ...more })).map(({ name }) => name);

/** All that begin with the prefix, the last first. */
const backwards = ['TO#run:🛫', 'TO#run:é', ...names.map((name) => `TO#run:${name}`).reverse()];

describe('queryRecords', () => {
  it('reads every page of a partition, and of a prefix', async () => {
    expect(await query({})).toHaveLength(129);
    expect(await query({ prefix: 'TO#run:' })).toEqual([...backwards].reverse());
    expect(await query({ prefix: 'TO#run:', newestFirst: true })).toEqual(backwards);
    expect(await query({ prefix: 'TO#run:', limit: 60 })).toEqual([...backwards].reverse().slice(0, 60));
  });

  it.each([1, 2, 3, 49, 50, 51, 121, 122, 123, 200])('reads the last %i of a prefix', async (limit) => {
    const expected = backwards.slice(0, limit);
    expect(await query({ prefix: 'TO#run:', newestFirst: true, limit })).toEqual(expected);
  });

  it('reads no more than was asked for', async () => {
    await query({ prefix: 'TO#run:', newestFirst: true, limit: 5 });
    expect(service.itemsRead).toBe(5);
  });

  it('finds nothing where nothing begins so, whatever lies below', async () => {
    expect(await query({ prefix: 'TO#upload:', newestFirst: true, limit: 5 })).toEqual([]);
    expect(service.itemsRead).toBe(5);
    expect(await query({ prefix: '', newestFirst: true, limit: 1 })).toEqual(['Z']);
    expect(await query({ prefix: '0', newestFirst: true, limit: 5 })).toEqual([]);
  });
});
