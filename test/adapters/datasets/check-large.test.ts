import { S3ServiceException } from '@aws-sdk/client-s3';
import { CreateProcessingJobCommand, SageMakerServiceException } from '@aws-sdk/client-sagemaker';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkLarge } from '../../../adapters/datasets/check-large.ts';
import { s3 } from '../../../adapters/s3/client.ts';
import { sagemaker } from '../../../adapters/sagemaker/client.ts';
import { largeCheckName } from '../../../core/datasets/large-check-job.ts';
import { CheckDied } from '../../../core/datasets/upload-ports.ts';
import { aContract } from '../../core/contracts/a-contract.ts';

const gibi = 1024 ** 3;
const uploadId = '0123456789abcdef0123456789abcdef';
const key = 'landing/readings/2013/a [1].csv';
const question = { uploadId, dataset: 'readings', key, versionId: 'v1', etag: '"e"' };
const settings = {
  ...{ environment: 'dev', bucket: 'data', table: 'registry', image: 'an-image' },
  ...{ roleArn: 'arn:aws:iam::000000000000:role/check', instanceType: 'ml.m5.xlarge' },
  archives: { node: 's3://code/node.tgz', duckdb: 's3://code/duckdb.zip', worker: 's3://code/worker.zip' },
};
const contract = aContract();
const first = largeCheckName('dev', uploadId, contract, 1);
const prefix = `staging/readings/${uploadId}/${first}/`;
const digest = 'd'.repeat(64);
const good = {
  ...{ bytes: 5, rows: 2, digest },
  ...{ from: '2013-01-01T00:00:00.000Z', to: '2013-01-02T00:00:00.000Z' },
};
const verdict = { status: 'accepted', rows: 2, quarantinedRows: 1, byRule: { 'key:unique': 1 }, sample: [] };

interface Job {
  readonly ProcessingJobStatus: string;
  readonly FailureReason?: string;
  readonly ExitMessage?: string;
}
let jobs: Map<string, Job>;
let created: Record<string, unknown>[];
let refusal: string | undefined;
let objects: Map<string, string>;
let copies: [from: string, to: string][];
let isThere: boolean;

const serviceError = (name: string, message: string) =>
  new SageMakerServiceException({ name, message, $fault: 'client', $metadata: {} });

beforeEach(() => {
  jobs = new Map();
  created = [];
  refusal = undefined;
  objects = new Map();
  copies = [];
  isThere = true;
  vi.spyOn(sagemaker, 'send').mockImplementation((async (command: { readonly input: never }) => {
    const input = command.input as Record<string, string>;
    const name = input.ProcessingJobName!;
    if (command instanceof CreateProcessingJobCommand) {
      if (refusal !== undefined) throw serviceError('ResourceLimitExceeded', refusal);
      if (jobs.has(name)) throw serviceError('ResourceInUse', 'Job name must be unique');
      jobs.set(name, { ProcessingJobStatus: 'InProgress' });
      created.push(input);
      return {};
    }
    const job = jobs.get(name);
    if (job === undefined)
      throw serviceError('ValidationException', 'Could not find requested job with name');
    return job;
  }) as never);
  vi.spyOn(s3, 'send').mockImplementation((async (command: { readonly input: Record<string, string> }) => {
    const { input } = command;
    switch (command.constructor.name) {
      case 'HeadObjectCommand':
        if (!isThere) {
          throw new S3ServiceException({
            ...{ name: 'NotFound', message: '', $fault: 'client' },
            $metadata: { httpStatusCode: 404 },
          });
        }
        return {
          ...{ VersionId: 'v1', ETag: '"e"', ContentLength: 3 * gibi },
          LastModified: new Date('2013-01-05T00:00:00Z'),
        };
      case 'GetObjectCommand': {
        const body = objects.get(input.Key!) ?? '';
        return {
          Body: {
            transformToByteArray: async () => new Uint8Array([0x1f, 0x8b]),
            transformToString: async () => body,
          },
        };
      }
      case 'PutObjectCommand':
        objects.set(input.Key!, String(input.Body));
        return {};
      case 'CopyObjectCommand':
        copies.push([input.CopySource!, input.Key!]);
        return {};
      default:
        throw new Error(`an unexpected ${command.constructor.name}`);
    }
  }) as never);
});
afterEach(() => vi.restoreAllMocks());

const ask = () => checkLarge(settings, question, contract);
const end = (job: string, state: Job) => jobs.set(job, state);
const answered = (changes: object = {}) =>
  objects.set(
    `${prefix}answer.json`,
    JSON.stringify({ fileBytes: 3 * gibi, verdict, good, hasBad: true, ...changes }),
  );

describe('checkLarge', () => {
  it('starts one job, without a network, on a disk made for the file', async () => {
    expect(await ask()).toEqual({ status: 'running', job: first });
    expect(await ask()).toEqual({ status: 'running', job: first });
    expect(created).toHaveLength(1);
    expect(created[0]).toMatchObject({
      ProcessingJobName: first,
      NetworkConfig: { EnableNetworkIsolation: true },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      ProcessingResources: {
        ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 124 },
      },
      AppSpecification: { ImageUri: 'an-image' },
      RoleArn: settings.roleArn,
      ProcessingOutputConfig: {
        Outputs: [
          {
            S3Output: {
              S3Uri: `s3://data/${prefix.slice(0, -1)}`,
              LocalPath: '/opt/ml/processing/output',
              S3UploadMode: 'EndOfJob',
            },
          },
        ],
      },
    });
  });

  it('gives the job this one object, by its exact key, and the contract', async () => {
    await ask();
    const inputs = created[0]!.ProcessingInputs as {
      readonly InputName: string;
      readonly S3Input: { readonly S3Uri: string; readonly S3DataType: string; readonly LocalPath: string };
    }[];
    expect(
      inputs.map(({ InputName, S3Input }) => [InputName, S3Input.S3DataType, S3Input.LocalPath]),
    ).toEqual(
      ['node', 'duckdb', 'worker', 'question', 'upload'].map((name) => [
        name,
        name === 'upload' ? 'ManifestFile' : 'S3Prefix',
        `/opt/ml/processing/input/${name}`,
      ]),
    );
    expect(JSON.parse(objects.get(`${prefix}question/upload.manifest`)!)).toEqual([
      { prefix: 's3://data/landing/readings/2013/' },
      'a [1].csv',
    ]);
    expect(JSON.parse(objects.get(`${prefix}question/question.json`)!)).toEqual(
      JSON.parse(
        JSON.stringify({
          contract,
          file: 'a [1].csv',
          uploadedAt: '2013-01-05T00:00:00.000Z',
          references: {},
        }),
      ),
    );
  });

  it('takes what a job left: good rows where they lie, bad rows and their reason into quarantine', async () => {
    end(first, { ProcessingJobStatus: 'Completed' });
    answered();
    const quarantine = `quarantine/readings/${uploadId}/`;
    expect(await ask()).toEqual({
      ...{ status: 'checked', verdict, quarantine },
      data: { stagingKey: `${prefix}${digest}.parquet`, ...good },
    });
    expect(copies).toEqual([[`data/${prefix}bad.parquet`, `${quarantine}rows.parquet`]]);
    expect(JSON.parse(objects.get(`${quarantine}reason.json`)!)).toMatchObject({ source: { key } });
    expect(created).toEqual([]);
  });

  it('takes no answer about another content', async () => {
    end(first, { ProcessingJobStatus: 'Completed' });
    answered({ fileBytes: 7 });
    expect(await ask()).toEqual({ status: 'vanished' });
  });

  it('starts a second job where the first failed, and gives up with both', async () => {
    end(first, { ProcessingJobStatus: 'Failed', FailureReason: 'InternalServerError' });
    expect(await ask()).toEqual({ status: 'running', job: `${first}-2` });
    end(`${first}-2`, {
      ProcessingJobStatus: 'Failed',
      FailureReason: 'AlgorithmError: exit code: 1',
      ExitMessage: 'No space left on device',
    });
    await expect(ask()).rejects.toThrow(CheckDied);
    await expect(ask()).rejects.toThrow('No space left on device');
    expect(created).toHaveLength(1);
  });

  it('starts no other job in place of one that was stopped', async () => {
    end(first, { ProcessingJobStatus: 'Stopped' });
    await expect(ask()).rejects.toThrow(CheckDied);
    expect(created).toEqual([]);
  });

  it('calls a check dead that left no answer to use', async () => {
    end(first, { ProcessingJobStatus: 'Completed' });
    objects.set(`${prefix}answer.json`, '{}');
    await expect(ask()).rejects.toThrow(CheckDied);
  });

  it('waits where the account has no machine left', async () => {
    refusal = 'The account-level service limit is 0 Instances';
    expect(await ask()).toEqual({ status: 'waiting', reason: refusal });
  });

  it('calls an object version vanished that was deleted', async () => {
    isThere = false;
    expect(await ask()).toEqual({ status: 'vanished' });
    expect(created).toEqual([]);
  });
});
