import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryAws } from '../memory-aws.ts';

const aws = new MemoryAws();
const contract = vi.hoisted(() => ({
  ...{ dataset: 'readings', version: '2.0.0', description: 'x', owner: 'team', mode: 'append' },
  ...{ columns: [], key: [], eventTime: 'at', rules: [] },
  ...{ onAdditionalColumns: 'reject-file', maximumQuarantinedShare: 0.1 },
}));
const machine = { started: [] as { name: string; input: object }[], status: 'FAILED' };

vi.mock('../../../adapters/dynamodb/get-record.ts', () => ({ getRecord: aws.adapters.getRecord }));
vi.mock('../../../adapters/dynamodb/put-record.ts', () => ({
  ifAbsent: { expression: 'attribute_not_exists(pk)' },
  putRecord: aws.adapters.putRecord,
}));
vi.mock('../../../adapters/dynamodb/query-records.ts', () => ({ queryRecords: aws.adapters.queryRecords }));
vi.mock('../../../adapters/dynamodb/update-record.ts', () => ({
  updateRecord: async (...[table, key, set]: Parameters<typeof aws.adapters.updateRecord>) =>
    aws.adapters.updateRecord(table, key, set),
}));
vi.mock('../../../adapters/s3/put-text.ts', () => ({ putText: aws.adapters.putText }));
vi.mock('../../../adapters/datasets/read-table.ts', async () => {
  const { emptyTable } = await import('../../../core/datasets/delta-log.ts');
  return { readTable: async () => ({ state: emptyTable, replayed: 0 }) };
});
vi.mock('../../../adapters/definitions/find-contract.ts', () => ({
  findContract: (dataset: string) => (dataset === 'readings' ? { contract, models: [] } : null),
}));
vi.mock('../../../adapters/definitions/load-definitions.ts', () => ({ loadDefinitions: () => [] }));
vi.mock('../../../adapters/step-functions/start-execution.ts', () => ({
  startExecution: async (_arn: string, name: string, input: object) => {
    if (machine.started.some((started) => started.name === name)) return false;
    machine.started.push({ name, input });
    return true;
  },
}));
vi.mock('../../../adapters/step-functions/describe-execution.ts', () => ({
  describeExecution: async () => ({ status: machine.status, error: null, cause: null }),
}));

const { handler } = await import('../../../lambdas/plan-backfill/handler.ts');
const { uploadKey, backfillKey } = await import('../../../core/registry/keys.ts');
const { anUpload } = await import('../../core/datasets/backfill/records.ts');

const request = {
  ...{ dataset: 'readings', part: 'uploads', requestedBy: 'me' },
  from: { time: '2000-01-01T00:00:00.000Z' },
  to: { time: '2100-01-01T00:00:00.000Z' },
};
const fill = (uploads: number): void => {
  for (let n = 0; n < uploads; n++) {
    const upload = anUpload(n, { datasetVersion: undefined });
    aws.put(uploadKey('readings', upload.uploadId), upload);
  }
};

describe('plan-backfill', () => {
  beforeEach(() => {
    aws.records.clear();
    aws.objects.clear();
    machine.started = [];
    machine.status = 'FAILED';
    for (const name of ['DATA_BUCKET', 'REGISTRY_TABLE']) vi.stubEnv(name, name);
    vi.stubEnv('BACKFILL_MACHINE_ARN', 'arn:aws:states:r:1:stateMachine:m');
  });

  it('writes and starts nothing by planning', async () => {
    fill(3);
    const before = aws.records.size;
    expect((await handler({ ...request, apply: false })).totals).toEqual({ uploads: 3, skipped: 0 });
    expect([aws.records.size, aws.objects.size, machine.started.length]).toEqual([before, 0, 0]);
  });

  it('hands the machine a reference, and the caller an answer within bounds, whatever the plan’s size', async () => {
    fill(12_000);
    const answer = await handler({ ...request, apply: true });
    const { backfillId } = answer.plan!;
    expect(aws.object('DATA_BUCKET', `backfill/${backfillId}/plan.json`).length).toBeGreaterThan(256 * 1024);
    expect(JSON.stringify(machine.started[0]!.input).length).toBeLessThan(1024);
    expect(JSON.stringify(answer).length).toBeLessThan(6 * 1024 * 1024);
    expect(answer.totals.uploads).toBe(12_000);
    expect(answer.backfill).toMatchObject({ uploads: 12_000, attempt: 1, status: 'running' });
  });

  it('starts the same plan once while it runs, again where it stopped, and never once it is finished', async () => {
    fill(2);
    const { backfill } = await handler({ ...request, apply: true });
    machine.status = 'RUNNING';
    await handler({ ...request, apply: true });
    expect(machine.started).toHaveLength(1);
    machine.status = 'FAILED';
    await handler({ resume: backfill!.backfillId });
    expect(machine.started.map(({ name }) => name)).toEqual(
      [1, 2].map((n) => `${backfill!.backfillId}-${n}`),
    );
    const key = backfillKey(backfill!.backfillId);
    aws.put(key, { ...aws.get<object>(key), status: 'finished' });
    await handler({ resume: backfill!.backfillId });
    expect(machine.started).toHaveLength(2);
  });

  it('goes on after it died between the start and the record', async () => {
    fill(1);
    const { backfill } = await handler({ ...request, apply: true });
    const key = backfillKey(backfill!.backfillId);
    aws.put(key, { ...aws.get<object>(key), attempt: 0 });
    await handler({ resume: backfill!.backfillId });
    expect(machine.started).toHaveLength(1);
    expect(aws.get(key)).toMatchObject({ attempt: 1 });
  });

  it('says what it cannot find', async () => {
    await expect(handler({ ...request, dataset: 'other', apply: false })).rejects.toThrow(
      /Cannot find dataset 'other'/,
    );
    await expect(handler({ resume: 'no-such' })).rejects.toThrow(/Cannot find backfill 'no-such'/);
  });
});
