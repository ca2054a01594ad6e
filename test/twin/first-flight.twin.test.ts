import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, it } from 'vitest';
import { Bucket } from './support/bucket.ts';
import { type DeltaTable, readDeltaTable } from './support/delta-table.ts';
import { eventually } from './support/eventually.ts';
import { flushStandIn } from './support/flush-stand-in.ts';
import type { DriftReportItem, ModelVersionItem, RolloutItem, RunItem, UploadItem } from './support/items.ts';
import { openTwin, type Twin } from './support/open-twin.ts';
import { queryParquet, queryRows } from './support/parquet.ts';
import { type Capture, isGolden, readCaptures } from './support/read-captures.ts';
import { type Page, readInbox } from './support/read-inbox.ts';
import { Registry } from './support/registry.ts';
import { askBallast } from './support/run-ballast.ts';
import { score } from './support/score.ts';

// The nine steps of the first flight, each asked from outside: of AWS, of the inbox and of the command line. Other tests
// on the same twin may have run before: what is younger than the story is left out.

const model = 'flight-delay';
const checkout = join(import.meta.dirname, '..', '..');
const data = join(checkout, 'models', model, 'data');
const flightsOf = (...months: number[]): string =>
  `read_parquet([${months.map((month) => `'${join(data, `flights-2013-0${month}.parquet`)}'`).join(', ')}])`;
const weatherOf = (...months: number[]): string =>
  `(FROM '${join(data, 'weather.parquet')}' WHERE month IN (${months.join(', ')}))`;
/** The one row of the weather that breaks its contract: a wind of 1,048 miles an hour. */
const impossibleWind = 'wind_speed > 200';

const sagemaker = new SageMakerClient({});
const stepFunctions = new SFNClient({});
const cloudwatch = new CloudWatchClient({});

let twin: Twin;
let registry: Registry;
let dataBucket: Bucket;
let modelBucket: Bucket;
let endpoint: string;

beforeAll(async () => {
  twin = await openTwin();
  registry = new Registry(twin.table);
  dataBucket = new Bucket(twin.dataBucket);
  modelBucket = new Bucket(twin.modelBucket);
  endpoint = `${twin.stack}-${model}`;
});

/** Whether something happened while the story was played. */
const inStory = (at: string): boolean => at <= twin.storyEndedAt;

const machineArn = (name: string): string =>
  `arn:aws:states:${twin.state.region}:${twin.state.account}:stateMachine:${twin.stack}-${name}`;

async function version(number: number): Promise<ModelVersionItem> {
  const found = (await registry.modelVersions(model)).find((item) => item.version === number);
  if (found === undefined) throw new Error(`Version ${number} is not registered`);
  return found;
}

async function releaseOf(number: number): Promise<RolloutItem> {
  const found = (await registry.rollouts(model)).find(
    ({ purpose, version }) => purpose === 'release' && version === number,
  );
  if (found === undefined) throw new Error(`Version ${number} had no rollout`);
  return found;
}

const storysRuns = async (): Promise<RunItem[]> =>
  (await registry.runs(model)).filter(({ startedAt }) => inStory(startedAt));

const storysPages = (): Page[] =>
  readInbox(twin.state.inboxDirectory).filter(({ line }) => inStory(line('Since')));

/** A page says what, which model, whose, what to do, and names a runbook that is there. */
function expectComplete(page: Page): void {
  expect(page.line('What')).not.toBe('');
  expect(page.line('Model')).toBe(model);
  expect(page.line('Owner')).toBe('flight-operations');
  expect(page.line('What to do')).not.toBe('');
  expect(page.line('Runbook')).toMatch(/^docs\/runbook\/[a-z-]+[.]md$/);
  expect(existsSync(join(checkout, page.line('Runbook')))).toBe(true);
}

describe('1. the stack is deployed', () => {
  it('by CloudFormation, completely', async () => {
    const { Stacks } = await new CloudFormationClient({}).send(
      new DescribeStacksCommand({ StackName: twin.stack }),
    );
    expect(Stacks?.map(({ StackStatus }) => StackStatus)).toEqual([
      expect.stringMatching(/^(CREATE|UPDATE)_COMPLETE$/),
    ]);
  });

  it('with rules that start the loop: on uploads, on jobs that end, on the hour', async () => {
    const { Rules } = await new EventBridgeClient({}).send(new ListRulesCommand({}));
    const ours = (Rules ?? []).filter(({ Name }) => Name?.startsWith(twin.stack));
    const patterns = ours.map(({ EventPattern }) => EventPattern ?? '');
    expect(ours.every(({ State }) => State === 'ENABLED')).toBe(true);
    for (const expected of ['Object Created', 'SageMaker Training Job State Change']) {
      expect(patterns.some((pattern) => pattern.includes(expected))).toBe(true);
    }
    expect(ours.map(({ ScheduleExpression }) => ScheduleExpression)).toContain('rate(1 hour)');
  });
});

describe('2. January to March are uploaded', () => {
  const flightColumns = `CAST(time_hour AS TIMESTAMP) AS time_hour, carrier, CAST(flight AS BIGINT) AS flight, origin, dest,
    CAST(sched_dep_time AS BIGINT) AS sched_dep_time, CAST(dep_delay AS BIGINT) AS dep_delay,
    CAST(arr_delay AS BIGINT) AS arr_delay, CAST(distance AS BIGINT) AS distance, tailnum`;
  const weatherColumns = `CAST(time_hour AS TIMESTAMP) AS time_hour, origin, CAST(temp AS DOUBLE) AS temp,
    CAST(wind_speed AS DOUBLE) AS wind_speed, CAST(pressure AS DOUBLE) AS pressure`;

  let flights: DeltaTable;
  let weather: DeltaTable;
  beforeAll(async () => {
    [flights, weather] = await Promise.all([
      readDeltaTable(dataBucket, 'flights'),
      readDeltaTable(dataBucket, 'weather'),
    ]);
  });

  /** Rows of the table at a commit that the query of the real files has not, or has once more, and the other way round. */
  async function differences(table: DeltaTable, commit: number, columns: string, real: string) {
    const files = await Promise.all(table.filesAt(commit).map(({ key }) => dataBucket.bytes(key)));
    const [row] = await queryParquet<{ rows: number; strange: number; missing: number }>(
      files,
      `WITH stored AS (SELECT ${columns} FROM $files), real AS (SELECT ${columns} FROM ${real})
       SELECT (SELECT count(*) FROM stored) AS rows,
         (SELECT count(*) FROM (FROM stored EXCEPT ALL FROM real)) AS strange,
         (SELECT count(*) FROM (FROM real EXCEPT ALL FROM stored)) AS missing`,
    );
    return row!;
  }

  it('each upload is one commit of the Delta table, and one version of the registry', async () => {
    for (const [dataset, table] of [
      ['flights', flights],
      ['weather', weather],
    ] as const) {
      const versions = await registry.datasetVersions(dataset);
      const uploads = (await registry.uploads(dataset)).filter(({ status }) => status === 'accepted');
      expect(versions.map((item) => item.version)).toEqual(table.commits);
      expect(uploads.map(({ datasetVersion }) => datasetVersion).sort((a, b) => a! - b!)).toEqual(
        table.commits,
      );
      for (const { version, rows, files } of versions) {
        const logged = table.filesAt(version);
        expect(rows).toBe(logged.reduce((sum, file) => sum + file.rows, 0));
        expect(files).toBe(logged.length);
      }
    }
  });

  it('flights of the third version are those of the three files, less the bad rows', async () => {
    const { rows, ...rest } = await differences(flights, 2, flightColumns, flightsOf(1, 2, 3));
    expect(rest).toEqual({ strange: 0, missing: 0 });
    expect(rows).toBe(80_789);
  });

  it('weather of the third version is that of the three months, less the impossible wind', async () => {
    const real = `${weatherOf(1, 2, 3)} WHERE NOT coalesce(${impossibleWind}, false)`;
    const { rows, ...rest } = await differences(weather, 2, weatherColumns, real);
    expect(rest).toEqual({ strange: 0, missing: 0 });
    expect(rows).toBe(6_462);
  });

  it('nothing is lost on the way to July', async () => {
    const found = await differences(
      flights,
      flights.commits.at(-1)!,
      flightColumns,
      flightsOf(1, 2, 3, 4, 5, 6, 7),
    );
    expect(found).toEqual({ rows: 195_583, strange: 0, missing: 0 });
  });

  async function uploadOf(dataset: string, key: string): Promise<UploadItem> {
    return (await registry.uploads(dataset)).find((upload) => upload.key === key)!;
  }

  it('the three bad flights, and only they, are in quarantine, with rule and value', async () => {
    const upload = await uploadOf('flights', 'landing/flights/flights-2013-02.csv');
    const prefix = upload.quarantine!;
    expect(await dataBucket.keys('quarantine/flights/')).toEqual([
      `${prefix}reason.json`,
      `${prefix}rows.parquet`,
    ]);
    const rows = await queryParquet(
      [await dataBucket.bytes(`${prefix}rows.parquet`)],
      'SELECT ballast_row AS row, ballast_rules AS rules, distance, carrier, time_hour FROM $files ORDER BY row',
    );
    const hour = '2013-02-01 10:00:00';
    expect(rows).toEqual([
      {
        ...{ row: 24_952, rules: 'column:distance:minimum; rule:plausible-speed' },
        ...{ distance: '-5', carrier: 'US', time_hour: hour },
      },
      {
        ...{ row: 24_953, rules: 'column:carrier:pattern' },
        ...{ distance: '1400', carrier: '??', time_hour: hour },
      },
      {
        ...{ row: 24_954, rules: 'column:time_hour:not-null' },
        ...{ distance: '1416', carrier: 'UA', time_hour: null },
      },
    ]);
    const reason = await dataBucket.json<{
      source: object;
      rules: { rule: string; examples: { row: number; received: string }[] }[];
    }>(`${prefix}reason.json`);
    expect(reason.source).toEqual({
      bucket: twin.dataBucket,
      key: upload.key,
      versionId: upload.versionId,
    });
    expect(reason.rules.map(({ rule, examples }) => [rule, examples])).toEqual([
      ['column:carrier:pattern', [{ row: 24_953, received: '??' }]],
      ['column:distance:minimum', [{ row: 24_952, received: '-5' }]],
      ['column:time_hour:not-null', [{ row: 24_954, received: 'nothing' }]],
      ['rule:plausible-speed', [{ row: 24_952, received: 'air_time 98, distance -5' }]],
    ]);
  });

  it('so is the wind of 1,048 miles an hour that the real weather has', async () => {
    const { quarantine } = await uploadOf('weather', 'landing/weather/weather-2013-02.parquet');
    const rows = await queryParquet<{ rules: string; wind: number }>(
      [await dataBucket.bytes(`${quarantine}rows.parquet`)],
      'SELECT ballast_rules AS rules, CAST(wind_speed AS DOUBLE) AS wind FROM $files',
    );
    const [real] = await queryRows<{ wind: number }>(
      `SELECT wind_speed AS wind FROM ${weatherOf(2)} WHERE ${impossibleWind}`,
    );
    expect(rows).toEqual([{ rules: 'column:wind_speed:maximum', wind: real!.wind }]);
    expect(real!.wind).toBeGreaterThan(1_000);
  });

  it('its owner is told how many rows, by which rule, and where they are', async () => {
    const { quarantine } = await uploadOf('flights', 'landing/flights/flights-2013-02.csv');
    const notice = storysPages().find(({ text }) => text.includes(`${quarantine}reason.json`))!;
    expect(notice.subject).toContain("Rows of an upload to 'flights' were set aside: 3");
    expect(notice.line('What')).toContain('column:carrier:pattern (1)');
    expectComplete(notice);
  });
});

describe('3. the release machine trains, evaluates and registers by itself', () => {
  let first: ModelVersionItem;
  beforeAll(async () => {
    first = await version(1);
  });

  it('started by new data, run to its end by Step Functions', async () => {
    expect(first).toMatchObject({ cause: { kind: 'new-data' }, datasets: { flights: 2, weather: 2 } });
    const { status, input } = await stepFunctions.send(
      new DescribeExecutionCommand({
        executionArn: `${machineArn('release').replace(':stateMachine:', ':execution:')}:${first.runId}`,
      }),
    );
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(input!)).toMatchObject({ model, runId: first.runId });
  });

  it('trained by the job that SageMaker has, with the hyperparameters, data, code and image that are registered', async () => {
    const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: first.trainingJob }));
    expect(job.TrainingJobStatus).toBe('Completed');
    expect(job.AlgorithmSpecification?.TrainingImage).toBe(first.image);
    expect(job.ModelArtifacts?.S3ModelArtifacts).toBe(first.artifact.uri);
    const given = Object.fromEntries(
      Object.entries(job.HyperParameters ?? {}).map(([name, value]) => [name, JSON.parse(value) as unknown]),
    );
    expect(Object.keys(first.hyperparameters).length).toBeGreaterThan(5);
    expect(given).toMatchObject({
      ...first.hyperparameters,
      seed: first.seed,
      sagemaker_program: 'train.py',
      sagemaker_submit_directory: first.codeUri,
    });
    expect(
      job.InputDataConfig?.map(({ ChannelName, DataSource }) => [
        ChannelName,
        DataSource?.S3DataSource?.S3Uri,
      ]),
    ).toEqual(
      ['train', 'validation', 'schema'].map((channel) => [
        channel,
        `s3://${twin.modelBucket}/${first.trainingSet.prefix}${channel}/`,
      ]),
    );
    expect(first.codeCommit).toMatch(/^[0-9a-f]{40}/);
    expect(first.environment).toBe(twin.state.environment);
  });

  it("made the artifact whose digest is registered, and that is the model's", async () => {
    const key = first.artifact.uri.replace(`s3://${twin.modelBucket}/`, '');
    const bytes = await modelBucket.bytes(key, first.artifact.versionId);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(first.artifact.digest);
    const { PrimaryContainer } = await sagemaker.send(
      new DescribeModelCommand({ ModelName: first.sagemakerModel }),
    );
    expect(PrimaryContainer).toMatchObject({ Image: first.image, ModelDataUrl: first.artifact.uri });
  });

  it('split by time: train before validation before holdout, each flight once', async () => {
    const span = async (split: 'train' | 'validation' | 'holdout') => {
      const [found] = await queryParquet<{ rows: number; first: number; last: number }>(
        [await modelBucket.bytes(`${first.trainingSet.prefix}truth/${split}.parquet`)],
        `SELECT count(*) AS rows, CAST(sum(label) AS BIGINT) AS late, count(DISTINCT id) AS ids,
           epoch_ms(min(event_time)) AS first, epoch_ms(max(event_time)) AS last FROM $files`,
      );
      const rows = first.trainingSet.rows[split];
      expect(found).toMatchObject({ rows, ids: rows, late: first.trainingSet.positives[split] });
      return found!;
    };
    const [train, validation, holdout] = [
      await span('train'),
      await span('validation'),
      await span('holdout'),
    ];
    expect(train.last).toBeLessThan(validation.first);
    expect(validation.last).toBeLessThan(holdout.first);
    const [real] = await queryRows<{ labelled: number }>(
      `SELECT count(arr_delay) AS labelled FROM ${flightsOf(1, 2, 3)}`,
    );
    expect(train.rows + validation.rows + holdout.rows).toBe(real!.labelled);
  });

  it('from features as they were known at the scheduled hour, and no later', async () => {
    const [agree] = await queryParquet<Record<string, number>>(
      [await modelBucket.bytes(`${first.trainingSet.prefix}truth/holdout.parquet`)],
      `WITH flight AS (
         SELECT *, carrier || '-' || flight || '-' || origin || '-' || strftime(time_hour, '%Y-%m-%dT%H') AS id,
           time_hour + to_minutes(CAST(minute + dep_delay + air_time + 240 AS BIGINT)) AS landed
         FROM ${flightsOf(1, 2, 3)}),
       asked AS (SELECT * FROM $files ORDER BY hash(id) LIMIT 300),
       sky AS (
         SELECT asked.id, weather.* FROM asked ASOF LEFT JOIN
           (SELECT * FROM ${weatherOf(1, 2, 3)} WHERE NOT coalesce(${impossibleWind}, false)) AS weather
           ON asked.origin = weather.origin AND asked.event_time >= weather.time_hour),
       by_carrier AS (
         SELECT asked.id, avg(flight.arr_delay) AS delay FROM asked JOIN flight
           ON flight.carrier = asked.carrier AND flight.landed <= asked.event_time
             AND flight.landed > asked.event_time - INTERVAL 7 DAY GROUP BY ALL),
       by_route AS (
         SELECT asked.id, avg(flight.arr_delay) AS delay FROM asked JOIN flight
           ON flight.origin = asked.origin AND flight.dest = asked.dest AND flight.landed <= asked.event_time
             AND flight.landed > asked.event_time - INTERVAL 7 DAY GROUP BY ALL)
       SELECT count(*) AS flights,
         count(*) FILTER (WHERE asked.label = CAST(flight.arr_delay > 15 AS INTEGER)) AS label,
         count(*) FILTER (WHERE asked.distance = flight.distance AND asked.hour = flight.hour) AS request,
         count(*) FILTER (WHERE asked.temp IS NOT DISTINCT FROM sky.temp
           AND asked.wind_speed IS NOT DISTINCT FROM sky.wind_speed
           AND asked.pressure IS NOT DISTINCT FROM sky.pressure) AS weather,
         count(*) FILTER (WHERE abs(asked.carrier_delay_7d - by_carrier.delay) < 1e-6) AS carrier,
         count(*) FILTER (WHERE abs(asked.route_delay_7d - by_route.delay) < 1e-6
           OR (asked.route_delay_7d IS NULL AND by_route.delay IS NULL)) AS route
       FROM asked JOIN flight USING (id) JOIN sky USING (id) JOIN by_carrier USING (id) LEFT JOIN by_route USING (id)`,
    );
    expect(agree).toEqual({ flights: 300, label: 300, request: 300, weather: 300, carrier: 300, route: 300 });
  });

  it("judged by a batch transform through the model's own container: its answers give the registered metrics", async () => {
    const run = (await registry.runs(model)).find(({ runId }) => runId === first.runId)!;
    const job = await sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: run.transformJob }));
    expect(job).toMatchObject({ TransformJobStatus: 'Completed', ModelName: first.sagemakerModel });
    expect(job.TransformInput?.DataSource?.S3DataSource?.S3Uri).toContain(first.trainingSet.prefix);

    const answers = await modelBucket.jsonLines<{ probability: number }>(
      `evaluation/${model}/${first.runId}/holdout.jsonl.out`,
    );
    const labels = await queryParquet<{ label: number }>(
      [await modelBucket.bytes(`${first.trainingSet.prefix}truth/holdout.parquet`)],
      'SELECT label FROM $files',
    );
    expect(answers.length).toBe(labels.length);
    const { metrics, threshold, passed } = first.evaluation;
    const scores = score(
      answers.map(({ probability }) => probability),
      labels.map(({ label }) => label),
      threshold,
    );
    for (const [name, value] of Object.entries(scores)) {
      expect([name, metrics[name]]).toEqual([name, expect.closeTo(value, 9)]);
    }
    expect(metrics.rows).toBe(labels.length);
    expect(passed).toBe(true);
    // It has learned something: more than a coin, and more than the share of late flights alone tells.
    expect(scores.auc).toBeGreaterThan(0.65);
    const share = labels.reduce((sum, { label }) => sum + label, 0) / labels.length;
    expect(scores.brier).toBeLessThan(share * (1 - share));
  });

  it('is shown by `ballast versions` and `ballast lineage`', async () => {
    const rows = await askBallast<{ version: number; metrics: Record<string, number> }[]>('versions', model);
    expect(rows.find((row) => row.version === 1)?.metrics.auc).toBe(first.evaluation.metrics.auc);
    const lineage = JSON.stringify(await askBallast('lineage', `${model}@1`));
    expect(lineage).toContain(first.trainingJob);
    expect(lineage).toContain(first.artifact.digest);
    expect(lineage).toContain('landing/flights/flights-2013-02.csv');
  });
});

describe('4. approval, endpoint, predictions for April flights', () => {
  let captures: Capture[];
  beforeAll(async () => {
    await flushStandIn(twin.state);
    captures = await readCaptures(modelBucket, endpoint);
  });

  it('version 1 was approved by somebody, with a reason', async () => {
    const { approval } = await version(1);
    expect(approval).toMatchObject({
      status: 'approved',
      by: 'flight-operations',
      reason: 'first release, metrics read',
    });
  });

  it('predict and InvokeEndpoint gave the same answer to a real April flight, and both are captured', () => {
    const direct = captures.find(({ inferenceId }) => inferenceId.startsWith('direct-'))!;
    const looked = captures.find(({ inferenceId }) => `direct-${inferenceId}` === direct.inferenceId)!;
    expect(looked.inferenceId).toMatch(/^[A-Z0-9]{2}-\d+-(EWR|JFK|LGA)-2013-04-\d{2}T\d{2}$/);
    expect(direct.variant).toBe('v1');
    expect(direct.features).toEqual(looked.features);
    expect(direct.probability).toBe(looked.probability);
  });

  it('and do so now: a flight of 30 April, through the function, the command line and SageMaker', async () => {
    const [flight] = await queryRows<Record<string, string | number>>(
      `SELECT carrier, flight, origin, dest, strftime(time_hour, '%Y-%m-%dT%H:%M:%SZ') AS time_hour, sched_dep_time,
         sched_arr_time, distance FROM ${flightsOf(4)} WHERE day = 30 ORDER BY hash(carrier, flight, origin) LIMIT 1`,
    );
    const [sky] = await queryRows<{ temp: number; humid: number }>(
      `SELECT temp, humid FROM ${weatherOf(4)} WHERE origin = '${flight!.origin}'
         AND time_hour <= TIMESTAMP '${String(flight!.time_hour).slice(0, 19).replace('T', ' ')}'
       ORDER BY time_hour DESC LIMIT 1`,
    );
    const { Payload } = await new LambdaClient({}).send(
      new InvokeCommand({
        FunctionName: `${twin.stack}-predict`,
        Payload: JSON.stringify({ model, request: flight }),
      }),
    );
    const { status, body } = JSON.parse(Buffer.from(Payload!).toString()) as {
      status: number;
      body: { id: string; probability: number; variant: string; features: Capture['features'] };
    };
    expect(status).toBe(200);
    expect(body.features).toMatchObject({
      ...{ carrier: flight!.carrier, origin: flight!.origin, distance: flight!.distance, month: 4 },
      ...{ temp: sky!.temp, humid: sky!.humid },
    });

    const typed = await askBallast<{ status: number; body: typeof body }>(
      ...['predict', model, '--request', JSON.stringify(flight)],
    );
    expect(typed.body).toMatchObject({ id: body.id, probability: body.probability, variant: body.variant });

    const InferenceId = `test-${Date.now()}`;
    const answer = await new SageMakerRuntimeClient({}).send(
      new InvokeEndpointCommand({
        ...{ EndpointName: endpoint, ContentType: 'application/json', InferenceId },
        Body: JSON.stringify(body.features),
      }),
    );
    expect(answer.InvokedProductionVariant).toBe(body.variant);
    expect(JSON.parse(Buffer.from(answer.Body!).toString())).toEqual({ probability: body.probability });

    await flushStandIn(twin.state);
    const captured = (await readCaptures(modelBucket, endpoint)).find(
      ({ inferenceId }) => inferenceId === InferenceId,
    );
    expect(captured).toMatchObject({
      variant: body.variant,
      features: body.features,
      probability: body.probability,
    });
  });
});

/**
 * Captured callers' requests while a rollout was at its n-th step, by variant. Left out are the first seconds, in which
 * SageMaker brings the endpoint to its weights, and the last one.
 */
function byVariantAtStep(rollout: RolloutItem, step: number, captures: readonly Capture[]) {
  const at = rollout.story.findIndex(({ reason }) => reason.startsWith(`Step ${step}:`));
  if (at < 0) throw new Error(`Rollout ${rollout.rolloutId} had no step ${step}`);
  const from = Date.parse(rollout.story[at]!.at) + 3_000;
  const to = Date.parse(rollout.story[at + 1]!.at) - 1_000;
  const counts: Record<string, number> = {};
  for (const capture of captures) {
    const time = Date.parse(capture.at);
    if (isGolden(capture) || time < from || time > to) continue;
    counts[capture.variant] = (counts[capture.variant] ?? 0) + 1;
  }
  return counts;
}

describe('5. April is uploaded: new version, canary, promotion', () => {
  let rollout: RolloutItem;
  let captures: Capture[];
  beforeAll(async () => {
    rollout = await releaseOf(2);
    captures = await readCaptures(modelBucket, endpoint);
  });

  it('April started the release, and version 2 learned from it', async () => {
    const { cause, datasets, runId } = await version(2);
    const april = (await registry.uploads('flights')).find(({ key }) => key.includes('2013-04'))!;
    expect(cause).toMatchObject({ kind: 'new-data', dataset: 'flights', version: april.datasetVersion });
    expect(datasets.flights).toBe(april.datasetVersion);
    expect(rollout.rolloutId).toBe(runId);
  });

  it('it went through 10, 50 and 100 % and was promoted', () => {
    const steps = rollout.story.map(({ reason }) => /^Step \d: (\d+) %/.exec(reason)?.[1]);
    expect(steps.filter((weight) => weight !== undefined)).toEqual(['10', '50', '100']);
    expect(rollout.story.map(({ phase }) => phase)).toEqual([
      ...['preparing', 'joining', 'smoke', 'stepping', 'stepping', 'stepping'],
      ...['promoting', 'promoted'],
    ]);
    expect(rollout).toMatchObject({ phase: 'promoted', baseline: 1 });
  });

  it('and callers were served so, as SageMaker captured it', () => {
    const seen = (step: number) => {
      const { v1 = 0, v2 = 0 } = byVariantAtStep(rollout, step, captures);
      expect(v1 + v2).toBeGreaterThan(10);
      return { share: v2 / (v1 + v2), requests: v1 + v2 };
    };
    for (const [step, weight] of [
      [1, 0.1],
      [2, 0.5],
    ] as const) {
      const { share, requests } = seen(step);
      // 99.9 % of all samples of their size lie within the bounds.
      expect(Math.abs(share - weight)).toBeLessThan(3.3 * Math.sqrt((weight * (1 - weight)) / requests));
    }
    expect(seen(3).share).toBeGreaterThan(0.95);
  });

  it('no caller saw an error', async () => {
    const { Datapoints } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: 'AWS/SageMaker', MetricName: 'Invocation5XXErrors', Statistics: ['Sum'] },
        Dimensions: [
          { Name: 'EndpointName', Value: endpoint },
          { Name: 'VariantName', Value: 'v2' },
        ],
        ...{ StartTime: new Date(rollout.startedAt), EndTime: new Date(twin.storyEndedAt), Period: 60 },
      }),
    );
    expect(Datapoints?.length).toBeGreaterThan(0);
    expect(Datapoints?.map(({ Sum }) => Sum).every((sum) => sum === 0)).toBe(true);
  });

  it('it is history: version 2 served after version 1', async () => {
    const history = (await registry.history(model)).filter(({ at }) => inStory(at));
    expect(history.slice(0, 2)).toMatchObject([
      { version: 1, previous: null, change: 'released' },
      { version: 2, previous: 1, change: 'promoted', rolloutId: rollout.rolloutId },
    ]);
  });
});

describe('6. a broken release is canaried and rolled back by itself', () => {
  let rollout: RolloutItem;
  beforeAll(async () => {
    rollout = await releaseOf(3);
  });

  it('it is other code, asked for by command, and passed its gates', async () => {
    const [broken, good] = [await version(3), await version(2)];
    expect(broken.cause.kind).toBe('command');
    expect(broken.codeUri).not.toBe(good.codeUri);
    expect(broken.evaluation.passed).toBe(true);
    expect(broken.approval.status).toBe('approved');
  });

  it('it was judged bad under real traffic and withdrawn before it served everybody', async () => {
    expect(rollout).toMatchObject({ phase: 'rolled-back', baseline: 2 });
    expect(rollout.withdrawal?.reason).toMatch(/slower|errors/);
    expect(rollout.story.map(({ phase }) => phase)).not.toContain('promoting');
    const callers = (await readCaptures(modelBucket, endpoint)).filter(
      (capture) => !isGolden(capture) && capture.at >= rollout.startedAt.slice(0, 19),
    );
    const during = callers.filter(({ at }) => at <= rollout.story.at(-1)!.at);
    const asked = during.filter(({ variant }) => variant === 'v3').length;
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(during.length / 2);
    expect(callers.filter(({ at, variant }) => at > rollout.story.at(-1)!.at && variant === 'v3')).toEqual(
      [],
    );
  });

  it('the history says so, and that version 3 never was what serves', async () => {
    const history = (await registry.history(model)).filter(({ at }) => inStory(at));
    expect(history.find(({ rolloutId }) => rolloutId === rollout.rolloutId)).toMatchObject({
      version: 2,
      change: 'rolled-back',
    });
    expect(history.map((entry) => entry.version)).not.toContain(3);
  });

  it('its owner is paged: what, which model, whose, what to do, where to read on', () => {
    const page = storysPages().find(({ text }) => text.includes(`rollout-${rollout.rolloutId}-`))!;
    expect(page.subject).toBe('[dev] PAGE Release of flight-delay version 3: rolled back');
    expect(page.line('What')).toContain(rollout.withdrawal!.reason);
    expect(page.line('Runbook')).toBe('docs/runbook/rollout-withdrawn.md');
    expect(page.line('Who decides')).toContain('duty manager');
    expectComplete(page);
  });
});

describe('7. rollback in one command', () => {
  it('went back from version 2 to version 1, without a step in between', async () => {
    const rollback = (await registry.rollouts(model)).find(({ purpose }) => purpose === 'rollback')!;
    expect(rollback).toMatchObject({ phase: 'rolled-back', version: 1, baseline: 2 });
    expect(rollback.story.map(({ phase }) => phase)).toEqual(['preparing', 'rolling-back', 'rolled-back']);
    const history = (await registry.history(model)).filter(({ at }) => inStory(at));
    expect(history.at(-1)).toMatchObject({ version: 1, previous: 2, change: 'rolled-back' });
  });

  it("SageMaker serves version 1's model alone", async () => {
    const { EndpointStatus, EndpointConfigName, ProductionVariants } = await sagemaker.send(
      new DescribeEndpointCommand({ EndpointName: endpoint }),
    );
    expect(EndpointStatus).toBe('InService');
    expect(ProductionVariants).toMatchObject([{ VariantName: 'v1', CurrentInstanceCount: 1 }]);
    const config = await sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
    const [variant, ...others] = config.ProductionVariants ?? [];
    expect(others).toEqual([]);
    const served = await sagemaker.send(new DescribeModelCommand({ ModelName: variant?.ModelName }));
    expect(served.PrimaryContainer?.ModelDataUrl).toBe((await version(1)).artifact.uri);
  });

  it('once more, the command proves what it did by golden requests', async () => {
    const view = await askBallast<{
      phase: string;
      to: number;
      proof: { variant: string; passed: boolean; probability: number; calls: number }[];
    }>('rollback', model, '--to', '1', '--reason', 'asked for by a test');
    expect(view).toMatchObject({ phase: 'rolled-back', to: 1 });
    expect(view.proof.length).toBe(3);
    for (const { variant, passed, calls } of view.proof) {
      expect([variant, passed, calls > 0]).toEqual(['v1', true, true]);
    }
    expect(new Set(view.proof.map(({ probability }) => probability)).size).toBe(3);
  });

  it('`ballast status` says what serves', async () => {
    const { models } = await askBallast<{ models: { model: string; live: number; weights: object[] }[] }>(
      'status',
    );
    expect(models).toMatchObject([{ model, live: 1, weights: [{ version: 1, weight: 100 }] }]);
  });
});

describe('8. June and July: drift, a page, one retraining', () => {
  let reports: DriftReportItem[];
  beforeAll(async () => {
    reports = (await registry.driftReports(model)).filter(({ at }) => inStory(at));
  });

  it('the fall in performance is what the captured predictions and the real outcomes give', async () => {
    const judged = reports.filter((report) => report.version === 1 && report.performance !== null);
    const report = judged.at(-1)!;
    const captures = (await readCaptures(modelBucket, endpoint)).filter(
      (capture) =>
        !isGolden(capture) &&
        capture.variant === 'v1' &&
        capture.at >= report.window.from.slice(0, 19) &&
        capture.at.slice(0, 19) <= report.window.to.slice(0, 19),
    );
    expect(captures.length).toBe(report.window.requests);
    const outcomes = new Map(
      (
        await queryRows<{ id: string; late: number }>(
          `SELECT carrier || '-' || flight || '-' || origin || '-' || strftime(time_hour, '%Y-%m-%dT%H') AS id,
             CAST(arr_delay > 15 AS INTEGER) AS late FROM ${flightsOf(4, 5, 6, 7)} WHERE arr_delay IS NOT NULL`,
        )
      ).map(({ id, late }) => [id, late]),
    );
    const known = captures.filter(({ inferenceId }) => outcomes.has(inferenceId));
    const labels = known.map(({ inferenceId }) => outcomes.get(inferenceId)!);
    const { auc, brier } = score(
      known.map(({ probability }) => probability),
      labels,
      0.5,
    );
    expect(report.performance).toMatchObject({
      outcomes: known.length,
      positives: labels.filter((label) => label === 1).length,
      auc: expect.closeTo(auc, 9),
      brier: expect.closeTo(brier, 9),
    });
    const fall = report.monitors.find(({ name }) => name === 'performance')!;
    expect(fall.value).toBeCloseTo((await version(1)).evaluation.metrics.auc! - auc, 9);
  });

  it('inputs and predictions are compared too, and CloudWatch has the numbers', async () => {
    const report = reports.find(({ drifted }) => drifted)!;
    for (const [name, MetricName] of [
      ['input', 'InputDriftShare'],
      ['prediction', 'PredictionPsi'],
      ['performance', 'AucFall'],
    ] as const) {
      const { value } = report.monitors.find((monitor) => monitor.name === name)!;
      const { Datapoints } = await cloudwatch.send(
        new GetMetricStatisticsCommand({
          ...{ Namespace: 'Ballast', MetricName, Dimensions: [{ Name: 'Model', Value: model }] },
          ...{ StartTime: new Date(Date.parse(report.at) - 120_000), EndTime: new Date(twin.storyEndedAt) },
          ...{ Period: 1, Statistics: ['Maximum'] },
        }),
      );
      const seen = (Datapoints ?? []).map(({ Maximum }) => Maximum);
      expect([name, seen]).toEqual([name, expect.arrayContaining([expect.closeTo(value!, 6)])]);
    }
    expect(await modelBucket.json(report.details)).toMatchObject({ reportId: report.reportId });
  });

  it('an alarm went off for what had drifted, and paged its owner', async () => {
    const drifted = reports.flatMap(({ at, monitors }) =>
      monitors.filter(({ verdict }) => verdict === 'drifted').map(({ name }) => ({ name, at })),
    );
    expect(drifted.length).toBeGreaterThan(0);
    const alarmOf: Readonly<Record<string, string>> = {
      input: 'input-drift',
      prediction: 'prediction-drift',
      performance: 'performance-fall',
      calibration: 'calibration-drift',
    };
    for (const name of new Set(drifted.map((each) => each.name))) {
      await eventually(`alarm ${alarmOf[name]}`, async () => {
        const { AlarmHistoryItems } = await cloudwatch.send(
          new DescribeAlarmHistoryCommand({
            AlarmName: `${endpoint}-${alarmOf[name]}`,
            HistoryItemType: 'StateUpdate',
          }),
        );
        return AlarmHistoryItems?.find(({ HistorySummary }) => HistorySummary?.endsWith('to ALARM'));
      });
      const page = await eventually(`the page of ${alarmOf[name]}`, () =>
        readInbox(twin.state.inboxDirectory).find(({ subject }) =>
          subject.includes(`PAGE ${model}: ${alarmOf[name]}`),
        ),
      );
      expect(page.line('Runbook')).toBe(`docs/runbook/${alarmOf[name]}.md`);
      expectComplete(page);
    }
  });

  it('drift started exactly one retraining, and it answers the report that opened the cause', async () => {
    const runs = (await storysRuns()).filter(({ cause }) => cause.kind === 'drift');
    expect(runs.length).toBe(1);
    const drifted = reports.filter((report) => report.drifted);
    expect(new Set(drifted.map(({ cause }) => cause))).toEqual(new Set([runs[0]!.cause.report]));
    const { executions } = await stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn('release') }),
    );
    const names = (executions ?? [])
      .filter(({ startDate }) => inStory(startDate!.toISOString()))
      .map(({ name }) => name);
    expect(names.filter((name) => name?.includes('-drift-'))).toEqual([runs[0]!.runId]);
    expect(names.sort()).toEqual((await storysRuns()).map(({ runId }) => runId).sort());
  });

  it('which learned from the newest data and waits for its owner', async () => {
    const [run] = (await storysRuns()).filter(({ cause }) => cause.kind === 'drift');
    const retrained = await version(run!.version!);
    expect(retrained.version).toBe(4);
    expect(retrained.datasets.flights!).toBeGreaterThan((await version(3)).datasets.flights!);
    const page = storysPages().find(({ subject }) => subject.includes('version 4 waits for your approval'))!;
    expect(page.line('What to do')).toContain(`npx ballast approve ${model} 4`);
    expect(page.text).toContain(`npx ballast lineage who flights@${retrained.datasets.flights}`);
  });

  it('`ballast drift` shows the newest report', async () => {
    const shown = await askBallast<{ reportId: string }>('drift', model);
    expect(shown.reportId >= reports.at(-1)!.reportId).toBe(true);
  });
});

describe('9. what happened', () => {
  it('every claim of the story held, in each of its steps', () => {
    const { claims } = twin.story;
    expect(claims.filter(({ held }) => !held)).toEqual([]);
    expect([...new Set(claims.map(({ step }) => step))]).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('the registry holds four versions, four runs, four rollouts, and no more', async () => {
    expect((await storysRuns()).map(({ cause }) => cause.kind)).toEqual([
      ...['new-data', 'new-data', 'command', 'drift'],
    ]);
    const rollouts = (await registry.rollouts(model)).filter(({ startedAt }) => inStory(startedAt));
    expect(rollouts.map(({ purpose, version, phase }) => [purpose, version, phase])).toEqual([
      ['release', 1, 'promoted'],
      ['release', 2, 'promoted'],
      ['release', 3, 'rolled-back'],
      ['rollback', 1, 'rolled-back'],
    ]);
    expect((await registry.modelVersions(model)).map(({ version }) => version).slice(0, 4)).toEqual([
      ...[1, 2, 3, 4],
    ]);
  });

  it('each page in the inbox is in the registry, once', async () => {
    const recorded = (await registry.pages('flight-operations')).filter(({ at }) => inStory(at));
    const received = storysPages().map(({ text }) => /^Page (\S+), from/m.exec(text)?.[1]);
    expect(new Set(received).size).toBe(received.length);
    expect(recorded.map(({ pageId }) => pageId)).toEqual(expect.arrayContaining(received));
  });
});
