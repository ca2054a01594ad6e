import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twinExceptions } from '../../local/exceptions.ts';

const StackName = 'exceptions-test';
const cloudformation = new CloudFormationClient({});
const machine = 'arn:aws:states:eu-central-1:000000000000:stateMachine:ballast-dev-release';

/** What calls an action, with a token that does not exist: only the permission decides how it fails. */
const calls: Readonly<Record<string, (client: SFNClient) => Promise<unknown>>> = {
  'states:SendTaskSuccess': (client) =>
    client.send(new SendTaskSuccessCommand({ taskToken: 'none', output: '{}' })),
  'states:SendTaskFailure': (client) => client.send(new SendTaskFailureCommand({ taskToken: 'none' })),
};

const role = (name: string, resource: string) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: name,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [
      {
        PolicyName: 'access',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: twinExceptions.map(({ action }) => action), Resource: resource },
          ],
        },
      },
    ],
  },
});

async function asRole(name: string): Promise<SFNClient> {
  const { Credentials } = await new STSClient({}).send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::000000000000:role/${name}`, RoleSessionName: 'test' }),
  );
  return new SFNClient({
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
}

beforeAll(async () => {
  const Resources = { scoped: role('exceptions-scoped', machine), wide: role('exceptions-wide', '*') };
  await cloudformation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify({ Resources }),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  await waitUntilStackCreateComplete({ client: cloudformation, maxWaitTime: 30, minDelay: 1 }, { StackName });
});
afterAll(async () => {
  await cloudformation.send(new DeleteStackCommand({ StackName }));
});

describe.each(twinExceptions)("the twin's exception for $action", ({ action, reason }) => {
  it('has a reason', () => {
    expect(reason).toMatch(/emulator/);
  });

  it('is still needed: the grant that AWS takes is refused', async () => {
    const client = await asRole('exceptions-scoped');
    await expect(calls[action]!(client)).rejects.toThrow(/not authorized|AccessDenied/);
  });

  it('is enough', async () => {
    const client = await asRole('exceptions-wide');
    await expect(calls[action]!(client)).rejects.toThrow(/token/i);
  });
});
