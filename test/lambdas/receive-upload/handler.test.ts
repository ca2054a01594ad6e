import { beforeEach, expect, it, vi } from 'vitest';
import { receiveUpload } from '../../../core/datasets/receive-upload.ts';
import { handler } from '../../../lambdas/receive-upload/handler.ts';

vi.mock('../../../core/datasets/receive-upload.ts', () => ({
  receiveUpload: vi.fn(async () => ({ status: 'ignored', reason: 'a test' })),
}));

/** As EventBridge delivers it (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html). */
const event = {
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '111122223333',
  time: '2021-11-12T00:00:00Z',
  region: 'ca-central-1',
  resources: ['arn:aws:s3:::amzn-s3-demo-bucket1'],
  detail: {
    version: '0',
    bucket: { name: 'amzn-s3-demo-bucket1' },
    object: {
      key: 'landing/flights/a+b %20.csv',
      size: 5,
      etag: 'b1946ac92492d2347c6235b4d2611184',
      'version-id': 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
      sequencer: '617f08299329d189',
    },
    'request-id': 'N4N7GDK58NMKJ12R',
    requester: '123456789012',
    'source-ip-address': '1.2.3.4',
    reason: 'PutObject',
  },
};

beforeEach(() => {
  vi.mocked(receiveUpload).mockClear();
  vi.spyOn(console, 'log').mockReturnValue();
  for (const name of ['BALLAST_ENV', 'DATA_BUCKET', 'REGISTRY_TABLE', 'CODE_COMMIT'])
    vi.stubEnv(name, `the-${name}`);
  for (const name of ['XGBOOST_IMAGE', 'CHECK_ROLE_ARN', 'CHECK_INSTANCE_TYPE'])
    vi.stubEnv(name, `the-${name}`);
  for (const name of ['CHECK_NODE_URI', 'CHECK_DUCKDB_URI', 'CHECK_WORKER_URI'])
    vi.stubEnv(name, `the-${name}`);
  vi.stubEnv('LARGE_UPLOAD_BYTES', '1000');
});

it('hands on the event as it is: keys in it are not URL-encoded', async () => {
  await handler(event, { awsRequestId: 'r1' });
  const [landing, context] = vi.mocked(receiveUpload).mock.calls[0]!;
  expect(landing).toEqual({
    bucket: 'amzn-s3-demo-bucket1',
    key: 'landing/flights/a+b %20.csv',
    etag: 'b1946ac92492d2347c6235b4d2611184',
    bytes: 5,
    versionId: 'IYV3p45BT0ac8hjHg1houSdS1a.Mro8e',
    sequencer: '617f08299329d189',
    uploader: '123456789012',
  });
  expect(context).toMatchObject({
    invocation: 'r1',
    dataBucket: 'the-DATA_BUCKET',
    codeCommit: 'the-CODE_COMMIT',
    largeUploadBytes: 1000,
  });
});

it('takes an event without a version', async () => {
  const { 'version-id': _, ...object } = event.detail.object;
  await handler({ ...event, detail: { ...event.detail, object } }, { awsRequestId: 'r1' });
  expect(vi.mocked(receiveUpload).mock.calls[0]![0].versionId).toBeNull();
});

it.each([
  ['another source', { ...event, source: 'my.s3' }],
  ['another kind', { ...event, 'detail-type': 'Object Deleted' }],
  [
    'a sequencer that is none',
    { ...event, detail: { ...event.detail, object: { ...event.detail.object, sequencer: "x' OR 1" } } },
  ],
  ['nothing', null],
])('ignores %s with an audit line, without a retry', async (_what, forged) => {
  expect(await handler(forged, { awsRequestId: 'r1' })).toMatchObject({ status: 'ignored' });
  expect(receiveUpload).not.toHaveBeenCalled();
  expect(vi.mocked(console.log).mock.calls[0]![0]).toContain('"audit":"upload"');
});
