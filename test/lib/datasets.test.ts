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

  it('work on a bounded number of files at once, and give the receiver time for two checks', () => {
    const timeouts = ['check-upload', 'receive-upload'].map((name) => {
      const [found] = Object.values(
        template.findResources('AWS::Lambda::Function', {
          Properties: {
            FunctionName: `ballast-staging-${name}`,
            ReservedConcurrentExecutions: environments.staging.uploadsAtOnce,
          },
        }),
      );
      return (found as { Properties: { Timeout: number } }).Properties.Timeout;
    });
    expect(timeouts[1]).toBeGreaterThan(2 * timeouts[0]!);
    // The claim on an upload outlives the function: see claimSeconds in core/datasets/receive-upload.ts.
    expect(timeouts[1]).toBeLessThan(16 * 60);
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
