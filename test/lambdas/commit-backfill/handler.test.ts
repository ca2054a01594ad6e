import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryAws } from '../memory-aws.ts';

const aws = new MemoryAws();
vi.mock('../../../adapters/dynamodb/get-record.ts', () => ({ getRecord: aws.adapters.getRecord }));
vi.mock('../../../adapters/dynamodb/put-record.ts', () => ({
  ifAbsent: {},
  putRecord: aws.adapters.putRecord,
}));
vi.mock('../../../adapters/dynamodb/query-records.ts', () => ({ queryRecords: aws.adapters.queryRecords }));
vi.mock('../../../adapters/dynamodb/update-record.ts', () => ({ updateRecord: aws.adapters.updateRecord }));
vi.mock('../../../adapters/eventbridge/put-event.ts', () => ({ putEvent: aws.adapters.putEvent }));
vi.mock('../../../adapters/datasets/read-table.ts', () => ({
  readTable: async () => {
    throw new Error('a backfill that failed must not look at the table');
  },
}));
vi.mock('../../../adapters/definitions/find-contract.ts', () => ({
  findContract: () => ({ contract: { dataset: 'readings', owner: 'team' }, models: [] }),
}));

const { handler } = await import('../../../lambdas/commit-backfill/handler.ts');
const { backfillItemKey, backfillKey } = await import('../../../core/registry/keys.ts');
const { anItem, anUpload } = await import('../../core/datasets/backfill/records.ts');

const backfillId = 'readings-1';
const start = (status: string): void =>
  aws.put(backfillKey(backfillId), {
    ...{ kind: 'backfill', backfillId, dataset: 'readings', uploads: 2, attempt: 3, status, version: 7 },
    requestedBy: 'me',
  });

describe('commit-backfill', () => {
  beforeEach(() => {
    aws.records.clear();
    aws.events.length = 0;
    for (const name of ['DATA_BUCKET', 'REGISTRY_TABLE', 'CODE_COMMIT']) vi.stubEnv(name, name);
  });

  it('makes nothing while an upload is not judged: it records that and pages the owner', async () => {
    start('running');
    const item = anItem(anUpload(0));
    aws.put(backfillItemKey(backfillId, item.uploadId), item);
    expect(await handler({ backfillId })).toEqual({ finished: false, version: null });
    expect(aws.get(backfillKey(backfillId))).toMatchObject({
      status: 'failed',
      reason: '1 of its 2 uploads could not be judged',
    });
    expect(aws.events).toMatchObject([
      {
        detail: {
          pageId: `backfill-${backfillId}-3`,
          owner: 'team',
          severity: 'page',
          runbook: 'backfill-failed',
        },
      },
    ]);
  });

  it('records what the machine caught', async () => {
    start('running');
    for (const n of [0, 1]) {
      const item = anItem(anUpload(n));
      aws.put(backfillItemKey(backfillId, item.uploadId), item);
    }
    await handler({ backfillId, failure: { Error: 'States.Timeout', Cause: 'too long' } });
    expect(aws.get(backfillKey(backfillId))).toMatchObject({ reason: 'States.Timeout: too long' });
  });

  it('answers a finished backfill with its version, and tells nobody again', async () => {
    start('finished');
    expect(await handler({ backfillId, failure: { Error: 'States.Timeout' } })).toEqual({
      finished: true,
      version: 7,
    });
    expect(aws.events).toEqual([]);
  });
});
