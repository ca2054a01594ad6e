import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyTable } from '../../../core/datasets/delta-log.ts';
import { trainingSetDigest } from '../../../core/features/training-set-digest.ts';
import { datasetVersionKey, modelVersionKey, runKey } from '../../../core/registry/keys.ts';
import type { ModelVersionRecord, RunRecord } from '../../../core/registry/records.ts';
import { reproductionId } from '../../../core/training/new-reproduction.ts';
import { sourceDigest } from '../../../core/training/source-digest.ts';
import { trainingSetContent } from '../../../core/training/training-set-files.ts';
import flightDelay from '../../../models/flight-delay/model.ts';
import { datasetVersion, modelVersion } from '../../cli/records.ts';
import { MemoryAws } from '../memory-aws.ts';

const { adapter, current } = await vi.hoisted(() => import('../current-aws.ts'));
const held = vi.hoisted(() => ({
  source: new Map<string, Buffer>(),
  started: [] as { readonly name: string; readonly input: object }[],
  executions: new Map<string, string>(),
  dies: false,
}));
vi.mock('../../../adapters/dynamodb/get-record.ts', adapter('getRecord'));
vi.mock('../../../adapters/dynamodb/put-record.ts', adapter('putRecord'));
vi.mock('../../../adapters/dynamodb/query-records.ts', adapter('queryRecords'));
vi.mock('../../../adapters/dynamodb/update-record.ts', adapter('updateRecord'));
vi.mock('../../../adapters/s3/get-text.ts', adapter('getText'));
vi.mock('../../../adapters/s3/list-objects.ts', adapter('listObjects'));
vi.mock('../../../adapters/s3/copy-object.ts', () => ({
  copyObject: async (request: { bucket: string; fromBucket: string; from: string; to: string }) =>
    current.aws.putObject(request.bucket, request.to, current.aws.object(request.fromBucket, request.from)),
}));
vi.mock('../../../adapters/s3/digest-archive.ts', () => ({
  digestArchive: async ({ bucket, key }: { bucket: string; key: string }) => {
    current.aws.object(bucket, key);
    return { contents: held.source };
  },
}));
vi.mock('../../../adapters/datasets/read-table.ts', async (original) => ({
  ...(await original<object>()),
  readTable: async (_bucket: string, dataset: string) => ({
    state: { ...emptyTable, files: [{ path: `part-${dataset}.parquet` }] },
    replayed: 0,
  }),
}));
vi.mock('../../../adapters/definitions/load-definitions.ts', () => ({
  loadDefinition: () => ({ definition: flightDelay }),
  loadDefinitions: () => [],
}));
vi.mock('../../../adapters/step-functions/start-execution.ts', async (original) => ({
  ...(await original<object>()),
  startExecution: async (_arn: string, name: string, input: object) => {
    if (held.dies) throw new Error('killed');
    if (held.executions.has(name)) return false;
    held.executions.set(name, 'RUNNING');
    held.started.push({ name, input });
    return true;
  },
}));
vi.mock('../../../adapters/step-functions/describe-execution.ts', async (original) => ({
  ...(await original<object>()),
  describeExecution: async (arn: string) => {
    const status = held.executions.get(arn.split(':').at(-1)!);
    return status === undefined ? null : { status, error: null, cause: 'out of memory' };
  },
}));

const { handler } = await import('../../../lambdas/start-release/handler.ts');

const model = flightDelay.name;
const record: ModelVersionRecord = modelVersion();
const { trainingSet, evaluation } = record;
let aws: MemoryAws;

const ask = async (requestId = 'r1', version = 1) =>
  (await handler({ model, reproduce: { version, by: 'me' }, requestId }, { awsRequestId: 'x' }))
    .decisions[0]!;
const reproductionOf = (requestId: string) => runKey(model, reproductionId(model, 1, requestId));
const end = (requestId: string, change: Partial<RunRecord>) =>
  aws.put(reproductionOf(requestId), { ...aws.get<RunRecord>(reproductionOf(requestId)), ...change });

beforeEach(() => {
  aws = new MemoryAws();
  current.aws = aws;
  held.started = [];
  held.executions.clear();
  held.dies = false;
  held.source = new Map([['train.py', Buffer.from('print()')]]);
  for (const name of ['BALLAST_ENV', 'REGISTRY_TABLE', 'CODE_COMMIT']) vi.stubEnv(name, name);
  vi.stubEnv('CODE_BUCKET', 'code');
  vi.stubEnv('DATA_BUCKET', 'data');
  vi.stubEnv('MODEL_BUCKET', 'models');
  vi.stubEnv('RELEASE_MACHINE_ARN', 'arn:aws:states:r:1:stateMachine:release');
  vi.spyOn(console, 'log').mockReturnValue();
  aws.put(modelVersionKey(model, 1), { ...record, codeDigest: sourceDigest(held.source) });
  for (const [dataset, version] of Object.entries(record.datasets)) {
    aws.put(datasetVersionKey(dataset, version), datasetVersion({ dataset, version }));
    aws.putObject('data', `datasets/${dataset}/part-${dataset}.parquet`, Buffer.from('rows'));
  }
  aws.putObject('code', 'source.tar.gz', Buffer.from('code'));
  aws.putObject('models', evaluation.baselineKey, Buffer.from('{}'));
  aws.putObject('models', `${trainingSet.prefix}definition.json`, Buffer.from(JSON.stringify(flightDelay)));
  for (const file of trainingSetContent) {
    aws.putObject('models', `${trainingSet.prefix}${file}`, Buffer.from(file));
  }
});

describe('what starts a reproduction', () => {
  it('starts one with a copy of the code and the definition of then, and answers its id', async () => {
    const { runId } = await ask();
    expect(runId).toBe(reproductionId(model, 1, 'r1'));
    expect(held.started).toEqual([{ name: runId, input: { model, runId } }]);
    const codeUri = `s3://models/reproductions/${runId}/code/sourcedir.tar.gz`;
    expect(aws.get(reproductionOf('r1'))).toMatchObject({
      ...{ status: 'running', step: 'features', codeUri, seed: record.seed },
      reproduces: { version: 1, image: record.image, definition: { name: model } },
    });
    expect(aws.object('models', `reproductions/${runId}/code/sourcedir.tar.gz`).toString()).toBe('code');
  });

  it('starts one where the same request is sent twice', async () => {
    await ask();
    await ask();
    expect(held.started).toHaveLength(1);
  });

  it('goes on with one that has not ended, and starts another once it has', async () => {
    const { runId } = await ask('r1');
    const again = await ask('r2');
    expect(again.runId).toBe(runId);
    expect(again.reason).toContain('of the same version runs since');
    expect(held.started).toHaveLength(1);
    end('r1', { status: 'compared' });
    held.executions.set(runId!, 'SUCCEEDED');
    expect((await ask('r3')).runId).toBe(reproductionId(model, 1, 'r3'));
    expect(held.started).toHaveLength(2);
  });

  it('starts one that its writer wrote down and did not live to start', async () => {
    held.dies = true;
    await expect(ask('r1')).rejects.toThrow('killed');
    held.dies = false;
    const { runId } = await ask('r2');
    expect(runId).toBe(reproductionId(model, 1, 'r1'));
    expect(held.started.map(({ name }) => name)).toEqual([runId]);
    expect(aws.get(reproductionOf('r2'))).toBeNull();
  });

  it('gives up one whose execution ended without a word, and starts another', async () => {
    const { runId } = await ask('r1');
    held.executions.set(runId!, 'ABORTED');
    expect((await ask('r2')).runId).toBe(reproductionId(model, 1, 'r2'));
    expect(aws.get(reproductionOf('r1'))).toMatchObject({
      status: 'failed',
      failure: { reason: 'its execution ended as ABORTED and reported nothing: out of memory' },
    });
  });

  it('does not take the reproduction of another version for it', async () => {
    const { runId } = await ask('r1');
    aws.put(modelVersionKey(model, 10), { ...record, version: 10, codeDigest: sourceDigest(held.source) });
    expect((await ask('r1', 10)).runId).not.toBe(runId);
  });
});

describe('what a reproduction is refused for', () => {
  const gone = (bucket: string, key: string) => () => void aws.objects.delete(`${bucket}/${key}`);

  it.each([
    ['a version', () => aws.records.clear(), 'version 1 is not in the registry'],
    [
      'a dataset version',
      () => aws.records.delete('DATASET#flights|VERSION#0000000002'),
      'flights@2 is not in the registry',
    ],
    [
      'a collected version',
      () => aws.put(datasetVersionKey('flights', 2), datasetVersion({ expiredAt: '2026-12-01' })),
      'flights@2 was collected at 2026-12-01',
    ],
    ['a data file', gone('data', 'datasets/weather/part-weather.parquet'), '1 of 1 files of weather@0'],
    ['the code', gone('code', 'source.tar.gz'), 'its code: s3://code/source.tar.gz'],
    ['other code', () => held.source.set('train.py', Buffer.from('other')), 'has digest'],
    ['the drift baseline', gone('models', evaluation.baselineKey), 'its drift baseline: baselines/x.json'],
    ...trainingSetContent.map((file): [string, () => void, string] => [
      file,
      gone('models', `${trainingSet.prefix}${file}`),
      `a file of its training set: ${trainingSet.prefix}${file}`,
    ]),
    [
      'the definition',
      gone('models', `${trainingSet.prefix}definition.json`),
      `its feature definitions: ${trainingSet.prefix}definition.json`,
    ],
  ] as [string, () => void, string][])('%s that is gone', async (_what, lose, reason) => {
    lose();
    const decision = await ask();
    expect(decision).toMatchObject({ answer: 'not-due', runId: null });
    expect(decision.reason).toContain(reason);
    expect(held.started).toEqual([]);
    expect(aws.keys('models', 'reproductions/')).toEqual([]);
  });

  it('names each thing that is gone', async () => {
    gone('models', evaluation.baselineKey)();
    gone('models', `${trainingSet.prefix}truth/train.parquet`)();
    gone('code', 'source.tar.gz')();
    expect((await ask()).reason).toBe(
      `it was made from, or is compared with, what is not there any more: its code: s3://code/source.tar.gz; a file of its training set: ${trainingSet.prefix}truth/train.parquet; its drift baseline: baselines/x.json`,
    );
  });

  it('takes the deployed definition where it gives the same training set', async () => {
    gone('models', `${trainingSet.prefix}definition.json`)();
    const digests = Object.fromEntries(
      Object.keys(record.datasets).map((name) => [name, datasetVersion().digest]),
    );
    const digest = trainingSetDigest(flightDelay, digests);
    const codeDigest = sourceDigest(held.source);
    aws.put(modelVersionKey(model, 1), { ...record, codeDigest, trainingSet: { ...trainingSet, digest } });
    expect((await ask()).answer).toBe('due');
  });
});
