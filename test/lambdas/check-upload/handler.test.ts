import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { getObjectToFile } from '../../../adapters/s3/get-object-to-file.ts';
import { putFile } from '../../../adapters/s3/put-file.ts';
import { putText } from '../../../adapters/s3/put-text.ts';
import { handler } from '../../../lambdas/check-upload/handler.ts';
import { aContract } from '../../core/contracts/a-contract.ts';

vi.mock('../../../adapters/s3/get-object-to-file.ts');
vi.mock('../../../adapters/s3/put-file.ts');
vi.mock('../../../adapters/s3/put-text.ts');
vi.mock('../../../adapters/definitions/find-contract.ts', () => ({
  findContract: (dataset: string) => (dataset === 'readings' ? { contract: aContract(), models: [] } : null),
}));

const question = {
  uploadId: '0123456789abcdef0123456789abcdef',
  dataset: 'readings',
  key: 'landing/readings/../../a.csv',
  versionId: 'v1',
  etag: '"e"',
};
let kept: string;
let content: string;

beforeEach(() => {
  kept = mkdtempSync(join(tmpdir(), 'ballast-test-'));
  vi.stubEnv('DATA_BUCKET', 'data');
  vi.stubEnv('REGISTRY_TABLE', 'registry');
  vi.mocked(getObjectToFile).mockImplementation(async ({ file }) => {
    writeFileSync(file, content);
    return { lastModified: new Date('2013-01-02T00:00:00Z') };
  });
  vi.mocked(putFile).mockReset();
  vi.mocked(putFile).mockImplementation(async ({ file, key }) => {
    copyFileSync(file, join(kept, key.replaceAll('/', '_')));
    return { versionId: undefined, etag: undefined };
  });
  vi.mocked(putText).mockReset();
});
afterEach(() => rmSync(kept, { recursive: true, force: true }));

it('reads the asked version with its ETag; leaves good rows in staging, bad rows and the reason in quarantine', async () => {
  content = 'sensor,at,value,kind\na,2013-01-01,1,air\nb,2013-01-01,99,air\n';
  const answer = await handler(question);
  expect(vi.mocked(getObjectToFile).mock.calls[0]![0]).toMatchObject({
    bucket: 'data',
    versionId: 'v1',
    etag: '"e"',
  });
  const prefix = `quarantine/readings/${question.uploadId}/`;
  expect(answer).toMatchObject({
    status: 'checked',
    verdict: { rows: 1, quarantinedRows: 1 },
    quarantine: prefix,
  });
  const keys = vi.mocked(putFile).mock.calls.map(([{ key }]) => key);
  expect(keys).toEqual([
    `${prefix}rows.parquet`,
    expect.stringMatching(new RegExp(`^staging/readings/${question.uploadId}/[0-9a-f]{64}\\.parquet$`)),
  ]);
  expect(
    readFileSync(join(kept, keys[1]!.replaceAll('/', '_')))
      .subarray(0, 4)
      .toString(),
  ).toBe('PAR1');
  const [, reasonKey, reason] = vi.mocked(putText).mock.calls[0]!;
  expect(reasonKey).toBe(`${prefix}reason.json`);
  expect(JSON.parse(reason)).toMatchObject({ what: '1 row was set aside; the other 1 were accepted.' });
});

it('writes nothing of a file that cannot be read', async () => {
  content = '';
  expect(await handler(question)).toMatchObject({
    verdict: { status: 'rejected' },
    data: null,
    quarantine: null,
  });
  expect(putFile).not.toHaveBeenCalled();
});

it.each(['NoSuchKey', 'NoSuchVersion', 'PreconditionFailed'])(
  'says of %s that the object vanished',
  async (name) => {
    vi.mocked(getObjectToFile).mockRejectedValue(
      new S3ServiceException({ name, $fault: 'client', $metadata: {} }),
    );
    expect(await handler(question)).toEqual({ status: 'vanished' });
  },
);

it('fails where it may not read, rather than call the object vanished', async () => {
  const denied = new S3ServiceException({ name: 'AccessDenied', $fault: 'client', $metadata: {} });
  vi.mocked(getObjectToFile).mockRejectedValue(denied);
  await expect(handler(question)).rejects.toBe(denied);
});

it.each([
  ['a key outside the landing zone', { key: 'datasets/readings/x' }],
  ['an id that could leave its prefix', { uploadId: '../x' }],
  ['a dataset without a contract', { dataset: 'nothing' }],
])('refuses %s', async (_what, change) => {
  await expect(handler({ ...question, ...change })).rejects.toThrow();
});
