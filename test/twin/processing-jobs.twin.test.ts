import {
  CreateProcessingJobCommand,
  DescribeProcessingJobCommand,
  type DescribeProcessingJobCommandOutput,
  SageMakerClient,
  StopProcessingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { account, credentials, eventually, type Running, region, startSagemaker } from './start-emulator.ts';
import { type Emulated, emulate } from './support/emulate.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const bucket = 'data';

let emulated: Emulated;
let standIn: Running;
let sagemaker: SageMakerClient;

beforeAll(async () => {
  emulated = await emulate(bucket, {
    'detail-type': ['SageMaker Processing Job State Change'],
    detail: { ProcessingJobStatus: ['Completed', 'Failed', 'Stopped'] },
  });
  standIn = await startSagemaker(emulated.emulator);
  sagemaker = new SageMakerClient({ region, credentials, endpoint: standIn.url });
  const { store } = emulated;
  await store.put('landing/a b.csv', 'x\n1\n');
  await store.put('landing/a b.csv.bak', 'never');
  const manifest = [{ prefix: `s3://${bucket}/landing/` }, 'a b.csv'];
  await store.put('question/upload.manifest', JSON.stringify(manifest));
});

afterAll(async () => {
  await standIn?.stop();
  await emulated?.emulator.stop();
});

/** Runs a shell's command over the one object of the manifest. */
const start = (name: string, command: string, changes: object = {}) =>
  sagemaker.send(
    new CreateProcessingJobCommand({
      ProcessingJobName: name,
      AppSpecification: {
        ImageUri: 'an-image',
        ContainerEntrypoint: ['sh', '-ec', command, '/opt/ml/processing/input', '/opt/ml/processing/output'],
      },
      RoleArn: 'arn:aws:iam::000000000000:role/sagemaker',
      ProcessingInputs: [
        {
          InputName: 'upload',
          S3Input: {
            S3Uri: `s3://${bucket}/question/upload.manifest`,
            LocalPath: '/opt/ml/processing/input/upload',
            S3DataType: 'ManifestFile',
            S3InputMode: 'File',
          },
        },
      ],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: 'output',
            S3Output: {
              S3Uri: `s3://${bucket}/out/${name}`,
              LocalPath: '/opt/ml/processing/output',
              S3UploadMode: 'EndOfJob',
            },
          },
        ],
      },
      ProcessingResources: {
        ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 5 },
      },
      ...changes,
    }),
  );

const describeJob = (name: string) =>
  sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }));

const ended = (name: string): Promise<DescribeProcessingJobCommandOutput> =>
  eventually(async () => {
    const job = await describeJob(name);
    return ['Completed', 'Failed', 'Stopped'].includes(job.ProcessingJobStatus!) ? job : null;
  }, `the end of ${name}`);

describe('processing jobs', () => {
  it('run the entrypoint on what a manifest lists, and upload what it leaves', async () => {
    await start(
      'first',
      'ls "$0/upload"; mkdir "$1/sub"; cp "$0/upload/a b.csv" "$1/sub/copy"; ls "$0/upload" > "$1/names"',
    );
    expect(await ended('first')).toMatchObject({
      ProcessingJobStatus: 'Completed',
      ProcessingJobArn: `arn:aws:sagemaker:${region}:${account}:processing-job/first`,
    });
    expect(await emulated.store.text('out/first/sub/copy')).toBe('x\n1\n');
    expect(await emulated.store.text('out/first/names')).toBe('a b.csv\n');
    expect((await emulated.nextEvent()).detail).toMatchObject({
      ...{ ProcessingJobName: 'first', ProcessingJobStatus: 'Completed' },
    });
  });

  it('have names that are used up, and are not there before', async () => {
    await expect(start('first', 'true')).rejects.toMatchObject({ name: 'ResourceInUse' });
    await expect(describeJob('none')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('Could not find'),
    });
  });

  it('see none of our credentials', async () => {
    await start('bare', 'env > "$1/env"');
    await ended('bare');
    expect(await emulated.store.text('out/bare/env')).not.toMatch(/AWS_/);
    await emulated.nextEvent();
  });

  it('fail with the code of their process, and with what it said', async () => {
    await start(
      'failing',
      'echo half > "$1/half"; mkdir -p /opt/ml/output; printf why > /opt/ml/output/message; exit 7',
    );
    expect(await ended('failing')).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason: expect.stringContaining('exit code: 7'),
      ExitMessage: 'why',
    });
    expect((await emulated.nextEvent()).detail).toMatchObject({ ProcessingJobStatus: 'Failed' });
  });

  it('fail where an object is not there', async () => {
    await emulated.store.put(
      'question/gone.manifest',
      JSON.stringify([{ prefix: `s3://${bucket}/landing/` }, 'gone.csv']),
    );
    await start('gone', 'true', {
      ProcessingInputs: [
        {
          InputName: 'upload',
          S3Input: {
            S3Uri: `s3://${bucket}/question/gone.manifest`,
            LocalPath: '/opt/ml/processing/input/upload',
            S3DataType: 'ManifestFile',
            S3InputMode: 'File',
          },
        },
      ],
    });
    expect((await ended('gone')).FailureReason).toMatch(/^ClientError: Data download failed: input upload/);
    await emulated.nextEvent();
  });

  it('stop when asked, and at their longest runtime', async () => {
    await start('stopped', 'sleep 60');
    await eventually(async () => (await describeJob('stopped')).ProcessingStartTime ?? null, 'its start');
    await sagemaker.send(new StopProcessingJobCommand({ ProcessingJobName: 'stopped' }));
    expect(await ended('stopped')).toMatchObject({ ProcessingJobStatus: 'Stopped' });
    await start('slow', 'sleep 60', { StoppingCondition: { MaxRuntimeInSeconds: 1 } });
    expect(await ended('slow')).toMatchObject({ ProcessingJobStatus: 'Stopped' });
  });

  it.each([
    ['a path outside', { LocalPath: '/opt/ml/processing/../../etc' }],
    ['a pipe', { LocalPath: '/opt/ml/processing/input', S3InputMode: 'Pipe' as const }],
  ])('are refused with %s', async (_what, change) => {
    const S3Input = { S3Uri: `s3://${bucket}/landing/`, S3DataType: 'S3Prefix' as const, ...change };
    await expect(
      start('refused', 'true', { ProcessingInputs: [{ InputName: 'upload', S3Input }] }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
