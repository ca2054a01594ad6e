import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
} from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twinExceptions } from '../../local/exceptions.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

interface Probe {
  /** The rest of the statement with which AWS grants the action. */
  readonly granted: object;
  readonly call: (credentials: Credentials) => Promise<unknown>;
}

const machine = { Resource: 'arn:aws:states:eu-central-1:000000000000:stateMachine:ballast-dev-release' };

/** A token that is none: past the permission, the call fails for that. */
async function permitted(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: Error) => {
    if (!(error instanceof InvalidToken || error instanceof TaskDoesNotExist)) throw error;
  });
}

const probes: Readonly<Record<string, Probe>> = {
  'states:SendTaskSuccess': {
    granted: machine,
    call: (credentials) =>
      permitted(
        new SFNClient({ credentials }).send(new SendTaskSuccessCommand({ taskToken: 'none', output: '{}' })),
      ),
  },
  'states:SendTaskFailure': {
    granted: machine,
    call: (credentials) =>
      permitted(new SFNClient({ credentials }).send(new SendTaskFailureCommand({ taskToken: 'none' }))),
  },
  'cloudwatch:PutMetricData': {
    granted: { Resource: '*', Condition: { StringEquals: { 'cloudwatch:namespace': 'Ballast' } } },
    call: (credentials) =>
      new CloudWatchClient({ credentials }).send(
        new PutMetricDataCommand({
          Namespace: 'Ballast',
          MetricData: [{ MetricName: 'ExceptionsTest', Value: 1 }],
        }),
      ),
  },
};

const StackName = 'exceptions-test';
const cloudformation = new CloudFormationClient({});
const roleName = (action: string, grant: 'aws' | 'twin') => `exceptions-${action.replace(':', '-')}-${grant}`;

function role(name: string, statement: object) {
  const document = (Statement: object) => ({ Version: '2012-10-17', Statement: [Statement] });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: name,
      AssumeRolePolicyDocument: document({
        ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
        Principal: { AWS: 'arn:aws:iam::000000000000:root' },
      }),
      Policies: [{ PolicyName: 'access', PolicyDocument: document({ Effect: 'Allow', ...statement }) }],
    },
  };
}

async function assume(name: string): Promise<Credentials> {
  const { Credentials: given } = await new STSClient({}).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::000000000000:role/${name}`, RoleSessionName: 'test' }),
  );
  return {
    accessKeyId: given!.AccessKeyId!,
    secretAccessKey: given!.SecretAccessKey!,
    sessionToken: given!.SessionToken!,
  };
}

beforeAll(async () => {
  const roles = twinExceptions.flatMap(({ action }) => [
    role(roleName(action, 'aws'), { Action: action, ...probes[action]?.granted }),
    role(roleName(action, 'twin'), { Action: action, Resource: '*' }),
  ]);
  await cloudformation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify({
        Resources: Object.fromEntries(roles.map((each, index) => [`role${index}`, each])),
      }),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackCreateComplete({ client: cloudformation, maxWaitTime: 30, minDelay: 1 }, { StackName });
});
afterAll(async () => {
  await cloudformation.send(new DeleteStackCommand({ StackName }));
});

describe.each(twinExceptions)("the twin's exception for $action", ({ action, reason }) => {
  it('has a reason and a probe', () => {
    expect(reason).toMatch(/emulator/);
    expect(Object.keys(probes)).toContain(action);
  });

  it('is still needed: the grant that AWS takes is refused', async () => {
    const credentials = await assume(roleName(action, 'aws'));
    await expect(probes[action]!.call(credentials)).rejects.toThrow(/not authorized|AccessDenied/);
  });

  it('is enough', async () => {
    await probes[action]!.call(await assume(roleName(action, 'twin')));
  });
});
