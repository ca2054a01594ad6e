import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ModelDefinition } from '../../core/registry/model-definition.ts';
import { BallastStack } from '../../lib/ballast-stack.ts';
import { type EnvironmentSettings, environments } from '../../lib/environments.ts';
import { loadModels } from '../../lib/load-models.ts';

const root = join(import.meta.dirname, '..', '..');
/** CloudFormation's own limit. */
const resourcesPerStack = 500;
const modelsPerStack = 30;

function synthesize(environment: EnvironmentSettings, models: readonly ModelDefinition[]): Template {
  const stack = new BallastStack(new App(), `ballast-${environment.name}`, {
    root,
    environment,
    models,
    codeCommit: 'test',
    twin: false,
    exceptions: [],
    terminationProtection: environment.terminationProtection,
  });
  return Template.fromStack(stack);
}

const count = (template: Template): number => Object.keys(template.toJSON().Resources as object).length;

type Resource = {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
};
const ofType = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.findResources(type)) as [string, Resource][];

describe('BallastStack', () => {
  let models: ModelDefinition[];
  let dev: Template;
  let prod: Template;

  beforeAll(async () => {
    models = await loadModels(root);
    dev = synthesize(environments.dev, models);
    prod = synthesize(environments.prod, models);
  }, 120_000);

  it(`holds ${modelsPerStack} models within CloudFormation's ${resourcesPerStack} resources`, () => {
    const shared = count(synthesize(environments.dev, []));
    const perModel = (count(dev) - shared) / models.length;
    const needed = shared + modelsPerStack * perModel;
    console.log(
      `resources: ${shared} shared, ${perModel} per model; ${modelsPerStack} models need ${needed} of ${resourcesPerStack}`,
    );
    expect(needed).toBeLessThanOrEqual(resourcesPerStack);
  }, 120_000);

  it('has three state machines, of the standard type', () => {
    const machines = ofType(dev, 'AWS::StepFunctions::StateMachine');
    expect(machines.map(([, { Properties }]) => Properties.StateMachineName).sort()).toEqual([
      'ballast-dev-backfill',
      'ballast-dev-release',
      'ballast-dev-rollout',
    ]);
    for (const [, { Properties }] of machines)
      expect(Properties.StateMachineType ?? 'STANDARD').toBe('STANDARD');
  });

  it('runs every function on nodejs22.x or newer, with a dead-letter queue', () => {
    const functions = ofType(dev, 'AWS::Lambda::Function').filter(([, { Properties }]) =>
      String(Properties.FunctionName).startsWith('ballast-dev-'),
    );
    // All but the one that tells an endpoint, which dev has none of.
    expect(functions).toHaveLength(readdirSync(join(root, 'lambdas')).length - 1);
    for (const [id, { Properties }] of functions) {
      expect(Number(/^nodejs(\d+)\.x$/.exec(Properties.Runtime as string)?.[1]), id).toBeGreaterThanOrEqual(
        22,
      );
      expect(Properties.DeadLetterConfig, id).toBeDefined();
    }
  });

  it('reads the registry for lineage so that one bad record, or a dead endpoint, holds up no other', () => {
    const openLineageUrl = 'https://marquez.example.com/api/v1/lineage';
    const told = synthesize({ ...environments.dev, openLineageUrl }, models);
    const readers = (template: Template) =>
      ofType(template, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => Properties);
    expect([readers(dev).length, readers(told).length]).toEqual([1, 2]);
    for (const reader of readers(told)) {
      expect(reader).toMatchObject({
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 5,
        MaximumRecordAgeInSeconds: 6 * 3600,
      });
      expect(JSON.stringify(reader.DestinationConfig)).toContain('deadletters');
      expect(JSON.stringify(reader.FilterCriteria)).toContain('dataset-version');
    }
    const urls = ofType(told, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, string> };
      return 'OPENLINEAGE_URL' in Variables ? [[Properties.FunctionName, Variables.OPENLINEAGE_URL]] : [];
    });
    expect(urls).toEqual([['ballast-dev-deliver-lineage', openLineageUrl]]);
    const wrong = { ...environments.dev, openLineageUrl: 'marquez' };
    expect(() => synthesize(wrong, models)).toThrow('lib/environments.ts');
  }, 120_000);

  it('versions, encrypts and closes every bucket, and lets nobody in without TLS', () => {
    const buckets = ofType(dev, 'AWS::S3::Bucket');
    expect(buckets.length).toBeGreaterThanOrEqual(2);
    const policies = JSON.stringify(dev.findResources('AWS::S3::BucketPolicy'));
    for (const [id, { Properties }] of buckets) {
      expect(Properties.VersioningConfiguration, id).toEqual({ Status: 'Enabled' });
      expect(Properties.BucketEncryption, id).toBeDefined();
      expect(Properties.PublicAccessBlockConfiguration, id).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      expect(Properties.LifecycleConfiguration, id).toBeDefined();
      expect(policies).toContain(id);
    }
    expect(policies).toContain('aws:SecureTransport');
  });

  it('keeps the registry on demand, with point-in-time recovery', () => {
    dev.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });

  it('keeps data in prod when the stack goes, and lets dev go', () => {
    for (const type of ['AWS::S3::Bucket', 'AWS::DynamoDB::GlobalTable']) {
      for (const [id, { DeletionPolicy }] of ofType(prod, type)) expect(DeletionPolicy, id).toBe('Retain');
      for (const [id, { DeletionPolicy }] of ofType(dev, type)) expect(DeletionPolicy, id).toBe('Delete');
    }
    expect(environments.prod.terminationProtection).toBe(true);
  });

  it('has one topic per owner and an alarm action on every alarm', () => {
    const topics = ofType(dev, 'AWS::SNS::Topic').map(([, { Properties }]) => Properties.TopicName);
    for (const owner of new Set(models.map((model) => model.owner.name))) {
      expect(topics.filter((name) => name === `ballast-dev-owner-${owner}`)).toHaveLength(1);
    }
    for (const [id, { Properties }] of ofType(dev, 'AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmActions, id).toHaveLength(1);
    }
  });

  it('gives no function a wildcard action, and a wildcard resource only where the service knows no other', () => {
    const withoutResources =
      /^(xray:|cloudwatch:(PutMetricData|GetMetricData|GetMetricStatistics)$|sagemaker:List|ecr:GetAuthorizationToken$)/;
    for (const [id, { Properties }] of ofType(dev, 'AWS::IAM::Role')) {
      for (const { PolicyDocument } of (Properties.Policies ?? []) as {
        PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] };
      }[]) {
        for (const { Action, Resource } of PolicyDocument.Statement) {
          const actions = [Action].flat();
          for (const action of actions) expect(action, id).not.toMatch(/^(\*|\w+:\*)$/);
          if (Resource === '*') for (const action of actions) expect(action, id).toMatch(withoutResources);
        }
      }
    }
  });
});
