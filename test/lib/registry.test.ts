import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { runSteps } from '../../core/training/run-steps.ts';
import { ReleaseMachine } from '../../lib/release-machine.ts';
import type { System } from '../../lib/system.ts';

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly ResultPath?: string | null;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly JitterStrategy?: string }[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Next: string;
    readonly ResultPath: string;
  }[];
  readonly Choices?: readonly { readonly Next: string }[];
}

describe('the release machine', () => {
  let template: Template;
  let machine: { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };

  beforeAll(() => {
    const stack = new Stack(new App(), 'test');
    const system = {
      environment: { name: 'dev', logRetentionInDays: 7, retainData: false },
      models: [{ definition: { training: { maximumRuntime: { minutes: 30 } } } }],
    } as unknown as System;
    new ReleaseMachine(stack, 'release', { system });
    template = Template.fromStack(stack);
    const [resource] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    machine = JSON.parse(asText(resource!.Properties.DefinitionString)) as typeof machine;
  }, 60_000);

  const tasks = () => Object.entries(machine.States).filter(([, { Type }]) => Type === 'Task');

  it('goes through its steps in order, and ends well when the gate or the owner says no', () => {
    const path: string[] = [];
    for (let name: string | undefined = machine.StartAt; name !== undefined; ) {
      path.push(name);
      const state: State = machine.States[name]!;
      // A reproduction ends at the gate: see 'compared'.
      name = state.Next ?? state.Choices?.find(({ Next }) => Next !== 'compared')?.Next;
    }
    expect(path.filter((name) => !name.endsWith('?'))).toEqual([...runSteps, 'released']);
    expect(machine.States['gates passed?']?.Default).toBe('rejected');
    expect(machine.States['approved?']?.Default).toBe('declined');
    for (const end of ['released', 'compared', 'rejected', 'declined'])
      expect(machine.States[end]?.Type).toBe('Succeed');
  });

  it('bounds every task in time, and retries what the service does wrong, with jitter', () => {
    for (const [name, { TimeoutSeconds, Retry }] of tasks()) {
      expect(TimeoutSeconds, name).toBeGreaterThan(0);
      const services = Retry?.find(({ ErrorEquals }) => ErrorEquals.includes('Lambda.ServiceException'));
      expect(services?.JitterStrategy, name).toBe('FULL');
      expect(
        Retry?.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')),
        name,
      ).toBe(false);
    }
    expect(machine.States.train?.TimeoutSeconds).toBe(30 * 60 + 2 * 3600);
  });

  it('reports whatever breaks under the name of its step, and then fails', () => {
    for (const [name, { Catch }] of tasks().filter(([name]) => name !== 'report failure')) {
      expect(Catch, name).toEqual([
        { ErrorEquals: ['States.ALL'], Next: 'report failure', ResultPath: `$.failed.${name}` },
      ]);
    }
    expect(machine.States['report failure']?.Next).toBe('failed');
    expect(machine.States.failed?.Type).toBe('Fail');
  });

  it('waits for jobs and approval by task token, and keeps its payload a reference', () => {
    const waiting = tasks().filter(([, { Resource }]) => Resource?.endsWith('.waitForTaskToken'));
    expect(waiting.map(([name]) => name).sort()).toEqual(['approval', 'evaluate', 'train']);
    for (const [name, { Parameters }] of waiting) {
      expect(Parameters?.Payload, name).toMatchObject({ 'token.$': '$$.Task.Token' });
    }
    for (const step of ['features', 'train', 'evaluate', 'rollout']) {
      expect(machine.States[step]?.ResultPath, step).toBeNull();
    }
  });

  it('starts one rollout of the version, in the name of who approved it', () => {
    expect(machine.States.rollout?.Resource).toBe('arn:aws:states:::states:startExecution');
    expect(machine.States.rollout?.Parameters).toMatchObject({
      'Name.$': '$.runId',
      Input: {
        'model.$': '$.model',
        'rolloutId.$': '$.runId',
        kind: 'release',
        'version.$': '$.registered.version',
        'requestedBy.$': '$.approval.by',
        'reason.$': '$.approval.reason',
      },
    });
    expect(JSON.stringify(machine.States.rollout?.Parameters?.StateMachineArn)).toContain(
      'ballast-dev-rollout',
    );
  });

  it('is of the standard type, traced and logged', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'ballast-dev-release',
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL', Destinations: Match.anyValue() },
    });
  });

  it('may call its own functions and start the rollout machine, and nothing on everything but logs and traces', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as { Action: unknown; Resource: unknown }[],
    );
    for (const { Action, Resource } of statements) {
      const actions = [Action].flat() as string[];
      if (Resource === '*') {
        expect(
          actions.every((action) => /^(logs|xray):/.test(action)),
          String(actions),
        ).toBe(true);
      } else {
        expect(
          actions.every((action) => ['lambda:InvokeFunction', 'states:StartExecution'].includes(action)),
        ).toBe(true);
      }
    }
    const invoked = new Set(JSON.stringify(statements).match(/function:ballast-dev-[a-z-]+/g));
    expect([...invoked].sort()).toEqual(
      [
        'build-training-set',
        'judge-evaluation',
        'register-version',
        'report-failure',
        'request-approval',
        'start-evaluation',
        'start-training',
      ].map((name) => `function:ballast-dev-${name}`),
    );
  });
});

/** A definition with CloudFormation's pseudo parameters as words. */
function asText(definition: unknown): string {
  if (typeof definition === 'string') return definition;
  const { 'Fn::Join': join } = definition as { 'Fn::Join': [string, (string | { readonly Ref: string })[]] };
  return join[1]
    .map((part) => (typeof part === 'string' ? part : part.Ref.replace('AWS::Partition', 'aws')))
    .join(join[0]);
}
