import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { uploadLimits } from '../../core/contracts/upload-limits.ts';
import { BallastStack } from '../../lib/ballast-stack.ts';
import { environments } from '../../lib/environments.ts';
import { localNodeArchive } from '../../lib/node-archive.ts';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

describe('the check of large uploads', () => {
  let template: Template;

  beforeAll(() => {
    const stack = new BallastStack(new App(), 'ballast-staging', {
      root: join(import.meta.dirname, '..', '..'),
      environment: environments.staging,
      models: [],
      codeCommit: 'test',
      twin: false,
      exceptions: [],
    });
    template = Template.fromStack(stack);
  }, 240_000);

  it('has the sweep of uploads run when one of our jobs has ended', () => {
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.sagemaker'],
        'detail-type': ['SageMaker Processing Job State Change'],
        detail: {
          ProcessingJobName: [{ prefix: 'ballast-staging-check-' }],
          ProcessingJobStatus: ['Completed', 'Failed', 'Stopped'],
        },
      },
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('trainingsweepjobs'), 'Arn'] },
          DeadLetterConfig: Match.anyValue(),
        }),
      ],
    });
  });

  it('gives SageMaker a role that reads uploads, and writes staging alone', () => {
    const [role] = Object.values(
      template.findResources('AWS::IAM::Role', {
        Properties: {
          Policies: [
            {
              PolicyDocument: {
                Statement: Match.arrayWith([
                  Match.objectLike({ Action: ['s3:PutObject', 's3:AbortMultipartUpload'] }),
                ]),
              },
            },
          ],
          AssumeRolePolicyDocument: {
            Statement: [Match.objectLike({ Principal: { Service: 'sagemaker.amazonaws.com' } })],
          },
        },
      }),
    ) as { Properties: { Policies: { PolicyDocument: { Statement: Statement[] } }[] } }[];
    const statements = role!.Properties.Policies[0]!.PolicyDocument.Statement;
    const writes = statements.filter(({ Action }) => [Action].flat().includes('s3:PutObject'));
    expect(writes).toHaveLength(1);
    expect(JSON.stringify(writes[0]!.Resource)).toMatch(/\/staging\/\*"/);
    const actions = statements.flatMap(({ Action }) => Action);
    for (const action of actions) expect(action).toMatch(/^(s3|logs|ecr|cloudwatch):[A-Z]/);
  });

  it('lets the receiver start our jobs, pass that role to SageMaker, and ask one question of each', () => {
    const [receiver] = Object.values(
      template.findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: 'ballast-staging-receive-upload' },
      }),
    ) as { Properties: { Environment: { Variables: Record<string, unknown> } } }[];
    expect(receiver!.Properties.Environment.Variables).toMatchObject({
      LARGE_UPLOAD_BYTES: String(uploadLimits.bytes),
      CHECK_INSTANCE_TYPE: 'ml.m5.xlarge',
      CHECK_NODE_URI: expect.anything(),
    });
    const role = Object.entries(template.findResources('AWS::IAM::Role')).find(([id]) =>
      id.startsWith('datasetsreceiveuploadrole'),
    )![1] as {
      Properties: { Policies: { PolicyDocument: { Statement: (Statement & { Condition?: unknown })[] } }[] };
    };
    const statements = role.Properties.Policies[0]!.PolicyDocument.Statement;
    const of = (action: string) => statements.filter(({ Action }) => [Action].flat().includes(action));
    expect(JSON.stringify(of('sagemaker:CreateProcessingJob'))).toContain(
      ':processing-job/ballast-staging-check-*',
    );
    expect(of('iam:PassRole')).toMatchObject([
      { Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } } },
    ]);
    const staging = of('s3:PutObject').filter(({ Resource }) =>
      JSON.stringify(Resource).includes('/staging/'),
    );
    expect(staging.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
      expect.stringContaining('/staging/*/question/*'),
    ]);
  });
});

it('packs a Node for the twin that is this machine’s own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-test-'));
  try {
    execFileSync('tar', ['-xzf', localNodeArchive(join(folder, 'packed')), '-C', folder, 'package/bin/node']);
    const printed = execFileSync(join(folder, 'package', 'bin', 'node'), ['-p', 'process.version'], {
      encoding: 'utf8',
    });
    expect(printed.trim()).toBe(process.version);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
