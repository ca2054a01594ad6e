import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { s3 } from '../../../adapters/s3/client.ts';
import { copyObject } from '../../../adapters/s3/copy-object.ts';
import { getObjectToFile } from '../../../adapters/s3/get-object-to-file.ts';
import { headObject } from '../../../adapters/s3/head-object.ts';
import { isGone } from '../../../adapters/s3/is-gone.ts';
import { putTextIfAbsent } from '../../../adapters/s3/put-text-if-absent.ts';
import { FakeS3 } from '../../support/fake-s3.ts';
import { FaultProxy, faultsInTurn } from '../../support/fault-proxy.ts';

let service: FakeS3;
let proxy: FaultProxy;
let restore: () => void;
let directory: string;

beforeAll(() => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  proxy = new FaultProxy((request) => service.serve(request));
  restore = proxy.intercept(s3);
  directory = mkdtempSync(join(tmpdir(), 'ballast-test-'));
});
afterAll(() => {
  restore();
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  service = new FakeS3();
  proxy.nextFault = () => 'none';
  proxy.requests.length = 0;
});

/** Keys that a stranger may give, and that must come back to the letter. */
const oddKeys = [
  'landing/readings/a+b c.csv',
  'landing/readings/a%20b%2Fc.csv',
  'landing/readings/../../etc/passwd',
  'landing/readings//.//a.csv',
  'landing/readings/🛫\n.csv',
  'landing/readings/fӏіghts.csv',
  "landing/readings/'; DROP TABLE x;--?versionId=null&a=b#c.csv",
  `landing/readings/${'x'.repeat(1_007)}`,
];

describe('copyObject', () => {
  it.each(oddKeys)('copies the very object %j, in the version asked for', async (key) => {
    const { versionId } = service.put(key, 'old');
    service.put(key, 'new');
    await copyObject({ bucket: 'data', from: key, versionId, to: 'quarantine/a' });
    await copyObject({ bucket: 'data', from: key, to: 'quarantine/b' });
    expect([service.text('quarantine/a'), service.text('quarantine/b')]).toEqual(['old', 'new']);
  });

  it('takes over no tags of the source', async () => {
    service.put('a', 'x');
    await copyObject({ bucket: 'data', from: 'a', to: 'b' });
    expect(proxy.requests.at(-1)!.headers['x-amz-tagging-directive']).toBe('REPLACE');
  });
});

describe('headObject', () => {
  it.each(oddKeys)('finds the very object %j', async (key) => {
    const { versionId, etag } = service.put(key, 'text');
    expect(await headObject('data', key)).toMatchObject({ versionId, etag, bytes: 4 });
    expect(await headObject('data', `${key}.`)).toBeNull();
  });
});

describe('getObjectToFile', () => {
  const key = 'landing/readings/../../a.csv';

  it('reads the version asked for into the file named, whatever the key', async () => {
    const { versionId, etag } = service.put(key, 'old');
    service.put(key, 'new');
    const file = join(directory, 'upload');
    const { lastModified } = await getObjectToFile({ bucket: 'data', key, versionId, etag, file });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(lastModified).toEqual(new Date('2013-01-01T00:00:00Z'));
  });

  it('reads nothing of an object that was overwritten since its event', async () => {
    const { etag } = service.put(key, 'old');
    service.put(key, 'new');
    const reading = getObjectToFile({ bucket: 'data', key, etag, file: join(directory, 'none') });
    await expect(reading).rejects.toSatisfy(isGone);
    expect(() => readFileSync(join(directory, 'none'))).toThrow('ENOENT');
  });
});

describe('putTextIfAbsent', () => {
  it('writes once: whoever comes second is told so and changes nothing', async () => {
    expect(await putTextIfAbsent('data', 'log/0.json', 'first')).toBe(true);
    expect(await putTextIfAbsent('data', 'log/0.json', 'second')).toBe(false);
    expect([service.text('log/0.json'), service.writes]).toEqual(['first', ['log/0.json']]);
  });

  it('takes its own commit for that of another where the answer was lost: the caller must look who it was', async () => {
    proxy.nextFault = faultsInTurn('lost');
    expect(await putTextIfAbsent('data', 'log/0.json', 'mine')).toBe(false);
    expect([service.text('log/0.json'), service.writes.length]).toEqual(['mine', 1]);
  });
});
