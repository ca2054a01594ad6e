import { join } from 'node:path';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateProcessingJobCommand,
  DescribeProcessingJobCommand,
  type DescribeProcessingJobCommandOutput,
  SageMakerClient,
  StopProcessingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  account,
  type Emulator,
  eventually,
  type Running,
  region,
  startEmulator,
  startSagemaker,
} from './start-emulator.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const bucket = 'data';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let emulator: Emulator;
let standIn: Running;
let s3: S3Client;
let sqs: SQSClient;
let sagemaker: SageMakerClient;
let queue: string;

beforeAll(async () => {
  emulator = await startEmulator();
  standIn = await startSagemaker(emulator, join(emulator.directory, 'sagemaker'));
  const settings = { region, credentials, endpoint: emulator.url };
  s3 = new S3Client({ ...settings, forcePathStyle: true });
  sqs = new SQSClient(settings);
  sagemaker = new SageMakerClient({ region, credentials, endpoint: standIn.url });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await put('landing/a b.csv', 'x\n1\n');
  await put('landing/a b.csv.bak', 'never');
  await put('question/upload.manifest', JSON.stringify([{ prefix: `s3://${bucket}/landing/` }, 'a b.csv']));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'events' }));
  queue = QueueUrl!;
  const eventbridge = new EventBridgeClient(settings);
  await eventbridge.send(
    new PutRuleCommand({
      Name: 'jobs',
      EventPattern: JSON.stringify({
        source: ['aws.sagemaker'],
        'detail-type': ['SageMaker Processing Job State Change'],
        detail: { ProcessingJobStatus: ['Completed', 'Failed', 'Stopped'] },
      }),
    }),
  );
  await eventbridge.send(
    new PutTargetsCommand({
      Rule: 'jobs',
      Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:${region}:${account}:events` }],
    }),
  );
});

afterAll(async () => {
  await standIn?.stop();
  await emulator?.stop();
});

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));

async function text(Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return Body!.transformToString();
}

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

const nextEvent = (): Promise<{ readonly detail: Record<string, unknown> }> =>
  eventually(async () => {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 1, VisibilityTimeout: 3600 }),
    );
    return Messages?.[0] === undefined ? null : JSON.parse(Messages[0].Body!);
  }, 'an event');

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
    expect(await text('out/first/sub/copy')).toBe('x\n1\n');
    expect(await text('out/first/names')).toBe('a b.csv\n');
    expect((await nextEvent()).detail).toMatchObject({
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
    expect(await text('out/bare/env')).not.toMatch(/AWS_/);
    await nextEvent();
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
    expect((await nextEvent()).detail).toMatchObject({ ProcessingJobStatus: 'Failed' });
  });

  it('fail where an object is not there', async () => {
    await put('question/gone.manifest', JSON.stringify([{ prefix: `s3://${bucket}/landing/` }, 'gone.csv']));
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
    await nextEvent();
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
