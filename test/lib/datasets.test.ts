import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { BallastStack } from '../../lib/ballast-stack.ts';
import { environments } from '../../lib/environments.ts';
import { loadModels } from '../../lib/load-models.ts';

describe('Contracts and Datasets', () => {
  let template: Template;

  beforeAll(async () => {
    const stack = new BallastStack(new App(), 'ballast-staging', {
      root: join(import.meta.dirname, '..', '..'),
      environment: environments.staging,
      models: await loadModels(join(import.meta.dirname, '..', '..')),
      codeCommit: 'test',
      twin: false,
      exceptions: [],
    });
    template = Template.fromStack(stack);
  }, 120_000);

  it('hear of what is created below landing/ of our bucket alone', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [Match.anyValue()] },
          object: { key: [{ prefix: 'landing/' }] },
        },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });

  /** What CloudFormation is told about a function, by its name. */
  const functionNamed = (name: string) => {
    const [found] = Object.values(
      template.findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: `ballast-staging-${name}` },
      }),
    );
    return (found as { Properties: { Timeout: number; ReservedConcurrentExecutions?: number } }).Properties;
  };

  it('receive a bounded number of files at once, and check as many as those and a backfill may ask for', () => {
    const { uploadsAtOnce } = environments.staging;
    expect(functionNamed('receive-upload').ReservedConcurrentExecutions).toBe(uploadsAtOnce);
    const replays = replayEach().MaxConcurrency;
    const checks = functionNamed('check-upload').ReservedConcurrentExecutions!;
    expect(checks).toBeGreaterThanOrEqual(uploadsAtOnce! + replays);
    // What other functions of a fresh account of 1,000 executions have left, by Lambda's own rule at least 100.
    expect(checks + uploadsAtOnce!).toBeLessThan(100);
  });

  it('set no execution aside in dev, whose account may have ten', () => {
    expect(environments.dev.uploadsAtOnce).toBeUndefined();
  });

  it.each(['receive-upload', 'replay-upload'])(
    'give %s time for two checks that run out of theirs',
    (name) => {
      const caller = functionNamed(name).Timeout;
      expect(caller).toBeGreaterThanOrEqual(2 * functionNamed('check-upload').Timeout + 60);
      expect(caller).toBeLessThanOrEqual(15 * 60);
      // The claim on an upload outlives the function: see claimSeconds in core/datasets/receive-upload.ts.
      expect(caller).toBeLessThan(16 * 60);
    },
  );

  interface State {
    readonly MaxConcurrency: number;
    readonly ToleratedFailurePercentage: number;
    readonly ResultPath: string | null;
    readonly ResultWriter: object;
    readonly ItemReader: object;
    readonly Parameters: object;
    readonly ItemProcessor: { readonly States: Record<string, { readonly TimeoutSeconds: number }> };
  }
  const statesOfBackfill = (): Record<string, State> => {
    const [machine] = Object.values(
      template.findResources('AWS::StepFunctions::StateMachine', {
        Properties: { StateMachineName: 'ballast-staging-backfill' },
      }),
    );
    const [separator, parts] = machine!.Properties.DefinitionString['Fn::Join'] as [string, unknown[]];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'x')).join(separator);
    return (JSON.parse(text) as { States: Record<string, State> }).States;
  };
  const replayEach = (): State => statesOfBackfill()['Replay each upload']!;

  it('let a replay run out of time by itself before its machine gives it up', () => {
    const { TimeoutSeconds } = replayEach().ItemProcessor.States['Replay upload']!;
    expect(TimeoutSeconds).toBeGreaterThan(functionNamed('replay-upload').Timeout);
  });

  it('carry a backfill of any size through its machine as a reference: no state holds uploads or results', () => {
    const map = replayEach();
    expect(map.ItemReader).toBeDefined();
    expect(map.ResultWriter).toMatchObject({ Parameters: { Prefix: 'backfill/results' } });
    // Null, not absent: absent would put what the map answers in place of the machine's own input.
    expect(map.ResultPath).toBeNull();
    expect(map.ToleratedFailurePercentage).toBe(100);
    expect(statesOfBackfill().Commit!.Parameters).toEqual({ 'backfillId.$': '$.backfillId' });
  });

  it('raise an alarm while uploads wait for more than half an hour', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'ballast-staging-upload-backlog',
      Namespace: 'AWS/Lambda',
      MetricName: 'AsyncEventAge',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: Match.stringLikeRegexp('receiveupload') } }],
      Statistic: 'Maximum',
      Threshold: 1_800_000,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ActionsEnabled: true,
    });
  });

  it('give each dataset one table of the catalog, which Athena reads as Delta', () => {
    template.resourceCountIs('AWS::Glue::Database', 1);
    template.hasResourceProperties('AWS::Glue::Table', {
      DatabaseName: 'ballast_staging',
      TableInput: {
        Name: 'weather',
        TableType: 'EXTERNAL_TABLE',
        Parameters: { table_type: 'DELTA', 'spark.sql.sources.provider': 'delta' },
        StorageDescriptor: {
          Location: { 'Fn::Join': ['', ['s3://', Match.anyValue(), '/datasets/weather/']] },
          Columns: Match.arrayWith([Match.objectLike({ Name: 'time_hour', Type: 'timestamp' })]),
        },
      },
    });
    template.resourceCountIs('AWS::Glue::Table', 2);
  });

  it('can bring back a data file that was given up, for thirty days', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([
          Match.objectLike({ Prefix: 'datasets/', NoncurrentVersionExpiration: { NoncurrentDays: 30 } }),
        ]),
      },
    });
  });
});
