import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTrainingJobCommand,
  CreateTransformJobCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
  StopTrainingJobCommand,
  UpdateEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { operations } from '../../local/sagemaker/operations/index.ts';
import { loadServiceModel } from '../../local/sagemaker/service-model.ts';
import { toRegExp } from '../../local/sagemaker/validate-request.ts';
import {
  account,
  credentials,
  eventually,
  type Running,
  region,
  startSagemaker,
  testPython,
} from './start-emulator.ts';
import { type Emulated, emulate } from './support/emulate.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const bucket = 'models';
const role = 'arn:aws:iam::000000000000:role/sagemaker';
const image = '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.0-5';
const fixtures = join(import.meta.dirname, '..', 'fixtures', 'sagemaker');

let emulated: Emulated;
let standIn: Running;
let sagemaker: SageMakerClient;
let runtime: SageMakerRuntimeClient;

async function startStandIn(): Promise<void> {
  standIn = await startSagemaker(emulated.emulator);
  const settings = { region, credentials, endpoint: standIn.url };
  sagemaker = new SageMakerClient(settings);
  runtime = new SageMakerRuntimeClient({ ...settings, maxAttempts: 1 });
}

beforeAll(async () => {
  emulated = await emulate(bucket, {
    'detail-type': [{ prefix: 'SageMaker T' }],
    detail: {
      $or: [{ TrainingJobStatus: ['Completed', 'Failed'] }, { TransformJobStatus: ['Completed', 'Failed'] }],
    },
  });
  await startStandIn();
  const { emulator, store } = emulated;
  const archive = join(emulator.directory, 'sourcedir.tar.gz');
  execFileSync('tar', ['-C', fixtures, '-czf', archive, 'train.py', 'inference.py']);
  await store.put('code/sourcedir.tar.gz', readFileSync(archive));
  const rows = Array.from({ length: 200 }, (_, index) => {
    const x = index / 200;
    return JSON.stringify({ x, y: x > 0.5 ? 1 : 0 });
  });
  await store.put('training/train/a.jsonl', `${rows.slice(0, 100).join('\n')}\n`);
  await store.put('training/train/b.jsonl', `${rows.slice(100).join('\n')}\n`);
});

afterAll(async () => {
  await standIn?.stop();
  await emulated?.emulator.stop();
});

const control = async (path: string, body?: object) => {
  const answer = await fetch(`${standIn.url}/_twin/${path}`, {
    ...(path === 'health' ? {} : { method: 'POST', body: JSON.stringify(body ?? {}) }),
  });
  return (await answer.json()) as Record<string, never>;
};

function train(name: string, hyperparameters: Record<string, string> = {}, maximumSeconds = 600) {
  return sagemaker.send(
    new CreateTrainingJobCommand({
      TrainingJobName: name,
      RoleArn: role,
      AlgorithmSpecification: {
        TrainingImage: image,
        TrainingInputMode: 'File',
        MetricDefinitions: [{ Name: 'validation:auc', Regex: 'validation-auc:([0-9.]+)' }],
      },
      HyperParameters: {
        rounds: '3',
        sagemaker_program: '"train.py"',
        sagemaker_submit_directory: `"s3://${bucket}/code/sourcedir.tar.gz"`,
        ...hyperparameters,
      },
      InputDataConfig: [
        {
          ChannelName: 'train',
          DataSource: {
            S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/training/train/` },
          },
        },
      ],
      OutputDataConfig: { S3OutputPath: `s3://${bucket}/artifacts/` },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
      StoppingCondition: { MaxRuntimeInSeconds: maximumSeconds },
      Tags: [{ Key: 'model', Value: 'small' }],
    }),
  );
}

const trained = (name: string) =>
  eventually(async () => {
    const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
    return ['Completed', 'Failed', 'Stopped'].includes(job.TrainingJobStatus!) ? job : null;
  }, `training job ${name}`);

const createModel = (name: string, environment: Record<string, string> = {}) =>
  sagemaker.send(
    new CreateModelCommand({
      ModelName: name,
      ExecutionRoleArn: role,
      PrimaryContainer: {
        Image: image,
        ModelDataUrl: `s3://${bucket}/artifacts/first/output/model.tar.gz`,
        Environment: {
          SAGEMAKER_PROGRAM: 'inference.py',
          SAGEMAKER_SUBMIT_DIRECTORY: `s3://${bucket}/code/sourcedir.tar.gz`,
          ...environment,
        },
      },
    }),
  );

const createConfig = (name: string, variants: Record<string, readonly [model: string, weight: number]>) =>
  sagemaker.send(
    new CreateEndpointConfigCommand({
      EndpointConfigName: name,
      ProductionVariants: Object.entries(variants).map(
        ([VariantName, [ModelName, InitialVariantWeight]]) => ({
          VariantName,
          ModelName,
          InitialVariantWeight,
          InstanceType: 'ml.m5.large' as const,
          InitialInstanceCount: 1,
        }),
      ),
      DataCaptureConfig: {
        InitialSamplingPercentage: 100,
        DestinationS3Uri: `s3://${bucket}/capture/`,
        CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
        CaptureContentTypeHeader: { JsonContentTypes: ['application/json'] },
      },
    }),
  );

const settled = (name = 'flights') =>
  eventually(async () => {
    const endpoint = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
    const moving = ['Creating', 'Updating', 'SystemUpdating', 'RollingBack'];
    return moving.includes(endpoint.EndpointStatus!) ? null : endpoint;
  }, `endpoint ${name}`);

const weights = (endpoint: DescribeEndpointCommandOutput) =>
  Object.fromEntries(endpoint.ProductionVariants!.map((v) => [v.VariantName, v.CurrentWeight]));

async function invoke(record: object, options: { target?: string; id?: string } = {}) {
  const answer = await runtime.send(
    new InvokeEndpointCommand({
      EndpointName: 'flights',
      Body: JSON.stringify(record),
      ContentType: 'application/json',
      Accept: 'application/json',
      TargetVariant: options.target,
      InferenceId: options.id,
    }),
  );
  return {
    ...(JSON.parse(answer.Body.transformToString()) as { probability: number; generation: string }),
    variant: answer.InvokedProductionVariant,
  };
}

describe('training jobs', () => {
  it('runs train.py in script mode, keeps the model, the log and the metrics, and tells EventBridge', async () => {
    await train('first', { note: '"two words"' });
    const job = await trained('first');
    expect(job.FailureReason).toBeUndefined();
    expect(job.TrainingJobStatus).toBe('Completed');
    expect(job.ModelArtifacts!.S3ModelArtifacts).toBe(`s3://${bucket}/artifacts/first/output/model.tar.gz`);
    expect(job.SecondaryStatusTransitions!.map(({ Status }) => Status)).toEqual([
      'Starting',
      'Downloading',
      'Training',
      'Uploading',
      'Completed',
    ]);
    expect(job.FinalMetricDataList![0]).toMatchObject({ MetricName: 'validation:auc', Value: 0.9 });
    expect(job.TrainingStartTime).toBeInstanceOf(Date);
    expect(job.HyperParameters!.sagemaker_program).toBe('"train.py"');
    expect(await emulated.store.keys('artifacts/first/')).toEqual([
      'artifacts/first/output/model.tar.gz',
      'artifacts/first/output/output.tar.gz',
    ]);

    const output = await emulated.store.bytes('artifacts/first/output/output.tar.gz');
    const seen = JSON.parse(
      execFileSync('tar', ['-xzOf', '-', 'seen.json'], {
        input: output,
      }).toString(),
    );
    expect(seen).toEqual({
      argv: ['--note', 'two words', '--rounds', '3'],
      hps: { note: 'two words', rounds: 3 },
      cwd: expect.arrayContaining(['train.py', 'inference.py']),
      aws: [],
    });

    const logs = new CloudWatchLogsClient({ region, credentials, endpoint: emulated.emulator.url });
    const { events } = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: '/aws/sagemaker/TrainingJobs',
        logStreamNamePrefix: 'first/algo-1-',
      }),
    );
    expect(events!.map(({ message }) => message)).toContain('validation-auc:0.9 rows=200');

    const event = await emulated.nextEvent();
    expect(event).toMatchObject({
      source: 'aws.sagemaker',
      'detail-type': 'SageMaker Training Job State Change',
      account,
      region,
      resources: [job.TrainingJobArn],
      detail: { TrainingJobName: 'first', TrainingJobStatus: 'Completed', SecondaryStatus: 'Completed' },
    });
    const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn: job.TrainingJobArn }));
    expect(Tags).toEqual([{ Key: 'model', Value: 'small' }]);
  });

  it('refuses a name that was used, and input that is not there', async () => {
    await expect(train('first')).rejects.toMatchObject({
      name: 'ResourceInUse',
      message: expect.stringContaining('a training job with this name already exists'),
    });
    await expect(
      sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'none' })),
    ).rejects.toMatchObject({ name: 'ValidationException', message: 'Requested resource not found.' });
  });

  it('fails with the script’s own last lines', async () => {
    await train('failing', { fail: 'on purpose' });
    const job = await trained('failing');
    expect(job).toMatchObject({ TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed' });
    expect(job.FailureReason).toMatch(/^AlgorithmError: ExecuteUserScriptError:\nExitCode 1\n/);
    expect(job.FailureReason).toContain('AssertionError: asked to fail: on purpose');
    expect(job.FailureReason).toContain(
      'Command "python3 train.py --fail on purpose --rounds 3", exit code: 1',
    );
    expect((await emulated.nextEvent()).detail).toMatchObject({
      TrainingJobName: 'failing',
      TrainingJobStatus: 'Failed',
    });
  });

  it('stops when asked, and at its longest runtime', async () => {
    await train('stopped', { sleep: '60' });
    await eventually(async () => {
      const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: 'stopped' }));
      return job.SecondaryStatus === 'Training' ? job : null;
    }, 'the script to run');
    await sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'stopped' }));
    expect(await trained('stopped')).toMatchObject({
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'Stopped',
    });
    await train('slow', { sleep: '60' }, 1);
    expect(await trained('slow')).toMatchObject({
      TrainingJobStatus: 'Stopped',
      SecondaryStatus: 'MaxRuntimeExceeded',
    });
  });

  it('lists jobs by name and status', async () => {
    const { TrainingJobSummaries } = await sagemaker.send(
      new ListTrainingJobsCommand({ StatusEquals: 'Completed', NameContains: 'fir' }),
    );
    expect(TrainingJobSummaries!.map(({ TrainingJobName }) => TrainingJobName)).toEqual(['first']);
  });

  it('has no capacity on demand', async () => {
    await control('faults', { capacityError: 1 });
    await train('unlucky');
    const job = await trained('unlucky');
    expect(job.FailureReason).toMatch(/^CapacityError: Unable to provision requested ML compute capacity/);
    expect((await emulated.nextEvent()).detail).toMatchObject({ TrainingJobName: 'unlucky' });
  });
});

describe('transform jobs', () => {
  const transform = (name: string) =>
    sagemaker.send(
      new CreateTransformJobCommand({
        TransformJobName: name,
        ModelName: 'batch',
        BatchStrategy: 'MultiRecord',
        MaxPayloadInMB: 1,
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/${name}/` } },
          ContentType: 'application/jsonlines',
          SplitType: 'Line',
        },
        TransformOutput: {
          S3OutputPath: `s3://${bucket}/${name}-out`,
          AssembleWith: 'Line',
          Accept: 'application/jsonlines',
        },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      }),
    );
  const transformed = (name: string) =>
    eventually(async () => {
      const job = await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: name }));
      return job.TransformJobStatus === 'InProgress' ? null : job;
    }, `transform job ${name}`);

  it('answers every record of every file, in order', async () => {
    await createModel('batch');
    const xs = [0.1, 0.9, 0.2];
    await emulated.store.put(
      'holdout/part.jsonl',
      xs.map((x) => JSON.stringify({ x, padding: 'p'.repeat(600_000) })).join('\n'),
    );
    await transform('holdout');
    const job = await transformed('holdout');
    expect(job.FailureReason).toBeUndefined();
    expect(await emulated.store.keys('holdout-out/')).toEqual(['holdout-out/part.jsonl.out']);
    const lines = (await emulated.store.text('holdout-out/part.jsonl.out')).trimEnd().split('\n');
    const probabilities = lines.map((line) => (JSON.parse(line) as { probability: number }).probability);
    expect(probabilities.map((probability) => probability > 0.5)).toEqual([false, true, false]);
    expect((await emulated.nextEvent()).detail).toMatchObject({ TransformJobStatus: 'Completed' });
  });

  it('fails with the container’s error', async () => {
    await emulated.store.put('broken/part.jsonl', '{"x": 1}\n{"x": 1, "fail": true}\n');
    await transform('broken');
    const job = await transformed('broken');
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(
      /^AlgorithmError: The container answered 500 for s3:\/\/models\/broken\/part.jsonl/,
    );
    expect(job.FailureReason).toContain('asked to fail');
    expect((await emulated.nextEvent()).detail).toMatchObject({ TransformJobStatus: 'Failed' });
  });
});

describe('endpoints', () => {
  let processes: Record<string, number>;

  it('serves, with its config’s weights, when the model server answers', async () => {
    await createModel('one', { GENERATION: 'one' });
    await createModel('two', { GENERATION: 'two' });
    await createConfig('config-1', { v1: ['one', 1] });
    await expect(
      sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'flights' })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Could not find endpoint "arn:aws:sagemaker:${region}:${account}:endpoint/flights".`,
    });
    const { EndpointArn } = await sagemaker.send(
      new CreateEndpointCommand({ EndpointName: 'flights', EndpointConfigName: 'config-1' }),
    );
    expect(EndpointArn).toBe(`arn:aws:sagemaker:${region}:${account}:endpoint/flights`);
    await expect(invoke({ x: 1 })).rejects.toMatchObject({ name: 'ValidationError' });
    expect(await settled()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'config-1' });
    expect(await invoke({ x: 0.9 })).toMatchObject({ variant: 'v1', generation: 'one' });
    processes = (await control('health')).processes as never;
  });

  it('adds a variant at weight 0 without touching the other', async () => {
    await createConfig('config-2', { v1: ['one', 1], v2: ['two', 0] });
    const update = {
      EndpointName: 'flights',
      EndpointConfigName: 'config-2',
      RetainAllVariantProperties: true,
    };
    await sagemaker.send(new UpdateEndpointCommand(update));
    await expect(sagemaker.send(new UpdateEndpointCommand(update))).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Cannot update in-progress endpoint "arn:aws:sagemaker:${region}:${account}:endpoint/flights".`,
    });
    const updating = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'flights' }));
    expect(updating).toMatchObject({
      EndpointStatus: 'Updating',
      EndpointConfigName: 'config-1',
      PendingDeploymentSummary: { EndpointConfigName: 'config-2' },
    });
    expect(await invoke({ x: 0.9 })).toMatchObject({ variant: 'v1' });
    const endpoint = await settled();
    expect(endpoint).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'config-2' });
    expect(weights(endpoint)).toEqual({ v1: 1, v2: 0 });
    const now = (await control('health')).processes as never as Record<string, number>;
    expect(now['flights/v1']).toBe(processes['flights/v1']);
    expect((await invoke({ x: 0.9 }, { target: 'v2' })).generation).toBe('two');
    const served = await Promise.all(Array.from({ length: 40 }, () => invoke({ x: 0.9 })));
    expect(new Set(served.map(({ variant }) => variant))).toEqual(new Set(['v1']));
  });

  it('shares the traffic by weight, and keeps processes when weights change', async () => {
    const before = (await control('health')).processes;
    await sagemaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: 'flights',
        DesiredWeightsAndCapacities: [
          { VariantName: 'v1', DesiredWeight: 75 },
          { VariantName: 'v2', DesiredWeight: 25 },
        ],
      }),
    );
    expect(weights(await settled())).toEqual({ v1: 75, v2: 25 });
    expect((await control('health')).processes).toEqual(before);
    const served = await Promise.all(Array.from({ length: 400 }, () => invoke({ x: 0.9 })));
    const share = served.filter(({ variant }) => variant === 'v2').length / served.length;
    // Six standard errors of a share of 0.25 in 400.
    expect(Math.abs(share - 0.25)).toBeLessThan(6 * Math.sqrt((0.25 * 0.75) / 400));
  });

  it('tells a failed inference as ModelError, and counts it', async () => {
    await expect(invoke({ x: 1, fail: true }, { target: 'v2' })).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 500,
      OriginalMessage: expect.stringContaining('asked to fail'),
      message: expect.stringMatching(/^Received server error \(500\) from primary with message "/),
    });
    await control('flush');
    const cloudwatch = new CloudWatchClient({ region, credentials, endpoint: emulated.emulator.url });
    const query = (Id: string, MetricName: string, Stat: string) => ({
      Id,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/SageMaker',
          MetricName,
          Dimensions: [
            { Name: 'EndpointName', Value: 'flights' },
            { Name: 'VariantName', Value: 'v2' },
          ],
        },
        Period: 3600,
        Stat,
      },
    });
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(Date.now() - 7_200_000),
        EndTime: new Date(Date.now() + 3_600_000),
        MetricDataQueries: [
          query('invocations', 'Invocations', 'Sum'),
          query('errors', 'Invocation5XXErrors', 'Sum'),
          query('rate', 'Invocation5XXErrors', 'Average'),
          query('p50', 'ModelLatency', 'p50'),
        ],
      }),
    );
    const value = Object.fromEntries(MetricDataResults!.map(({ Id, Values }) => [Id, Values![0]!]));
    expect(value.errors).toBe(1);
    expect(value.rate).toBeCloseTo(1 / value.invocations!, 10);
    expect(value.p50).toBeGreaterThan(100);
    expect(value.p50).toBeLessThan(1_000_000);
  });

  it('captures what was asked and answered, in SageMaker’s format', async () => {
    await invoke({ x: 0.9 }, { target: 'v1', id: 'flight-1' });
    await control('flush');
    const keys = await emulated.store.keys('capture/flights/v1/');
    for (const key of keys) {
      expect(key).toMatch(
        /^capture\/flights\/v1\/\d{4}\/\d\d\/\d\d\/\d\d\/\d\d-\d\d-\d{3}-[0-9a-f-]{36}\.jsonl$/,
      );
    }
    const lines = (await Promise.all(keys.map((key) => emulated.store.text(key)))).flatMap((text) =>
      text.trimEnd().split('\n'),
    );
    const record = lines
      .map((line) => JSON.parse(line))
      .find(({ eventMetadata }) => eventMetadata.inferenceId);
    expect(record).toEqual({
      captureData: {
        endpointInput: {
          observedContentType: 'application/json',
          mode: 'INPUT',
          data: '{"x":0.9}',
          encoding: 'JSON',
        },
        endpointOutput: {
          observedContentType: 'application/json',
          mode: 'OUTPUT',
          data: expect.stringMatching(/^\{"probability"/),
          encoding: 'JSON',
        },
      },
      eventMetadata: {
        eventId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        inferenceId: 'flight-1',
        inferenceTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
      eventVersion: '0',
    });
  });

  it('goes back to the old config when a new variant cannot start', async () => {
    await createModel('broken-start', { BREAK_START: '1' });
    await createConfig('config-3', { v1: ['one', 1], v3: ['broken-start', 0] });
    await sagemaker.send(
      new UpdateEndpointCommand({ EndpointName: 'flights', EndpointConfigName: 'config-3' }),
    );
    const endpoint = await settled();
    expect(endpoint).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'config-2' });
    expect(endpoint.FailureReason).toContain('variant v3 did not pass the ping health check');
    expect(weights(endpoint)).toEqual({ v1: 75, v2: 25 });
  });

  it('rolls back silently on demand', async () => {
    await createConfig('config-4', { v1: ['one', 1] });
    await control('faults', { silentRollback: 1 });
    await sagemaker.send(
      new UpdateEndpointCommand({ EndpointName: 'flights', EndpointConfigName: 'config-4' }),
    );
    const endpoint = await settled();
    expect(endpoint).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'config-2' });
    expect(endpoint.FailureReason).toBeUndefined();
  });

  it('starts weights anew without RetainAllVariantProperties', async () => {
    await createConfig('config-5', { v1: ['one', 3], v2: ['two', 1] });
    await sagemaker.send(
      new UpdateEndpointCommand({ EndpointName: 'flights', EndpointConfigName: 'config-5' }),
    );
    expect(weights(await settled())).toEqual({ v1: 3, v2: 1 });
  });

  it('is quick', async () => {
    await invoke({ x: 0.9 });
    const started = performance.now();
    for (let index = 0; index < 50; index += 1) await invoke({ x: 0.9 });
    expect((performance.now() - started) / 50).toBeLessThan(30);
  });

  it('comes back after a restart, and leaves no process behind when it is killed', async () => {
    const before = (await control('health')).processes as never as Record<string, number>;
    await standIn.stop('SIGKILL');
    await eventually(
      async () => (Object.values(before).some(alive) ? null : true),
      'the model servers to end',
    );
    await startStandIn();
    expect(await settled()).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'config-5' });
    expect((await invoke({ x: 0.9 }, { target: 'v2' })).generation).toBe('two');
    const after = (await control('health')).processes as never as Record<string, number>;
    await standIn.stop('SIGTERM');
    expect(Object.values(after).some(alive)).toBe(false);
    await startStandIn();
    await settled();
  });

  it('is deleted', async () => {
    await sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'flights' }));
    await eventually(async () => {
      const { Endpoints } = await sagemaker.send(new ListEndpointsCommand({}));
      return Endpoints!.length === 0 ? true : null;
    }, 'the endpoint to be gone');
  });
});

describe('the API', () => {
  it('refuses unsigned requests', async () => {
    const answer = await fetch(`${standIn.url}/`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(403);
  });

  it('validates with the service’s own model', async () => {
    await expect(
      sagemaker.send(new CreateModelCommand({ ModelName: 'a b', ExecutionRoleArn: role })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value 'a b' at 'modelName' failed to satisfy constraint"),
    });
  });

  it('understands every pattern that its operations can meet', () => {
    const site = execFileSync(testPython, ['-c', 'import botocore; print(botocore.__path__[0])'], {
      encoding: 'utf8',
    });
    const model = loadServiceModel(join(site.trim(), 'data/sagemaker/2017-07-24/service-2.json.gz'));
    const seen = new Set<string>();
    const visit = (name: string | undefined) => {
      if (name === undefined || seen.has(name)) return;
      seen.add(name);
      const shape = model.shapes[name]!;
      if (shape.pattern !== undefined) expect(() => toRegExp(shape.pattern!), name).not.toThrow();
      for (const part of [shape.member, shape.key, shape.value, ...Object.values(shape.members ?? {})]) {
        visit(part?.shape);
      }
    };
    for (const operation of Object.keys(operations)) visit(model.operations[operation]!.input?.shape);
    expect(seen.size).toBeGreaterThan(200);
  });

  it('throttles on demand, and the SDK tries again', async () => {
    await control('faults', { throttling: 1 });
    await expect(sagemaker.send(new ListEndpointsCommand({}))).resolves.toMatchObject({ Endpoints: [] });
  });
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // no such process
  }
}
