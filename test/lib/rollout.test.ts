import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { rolloutTopics } from '../../core/rollout/page-about.ts';
import { environments } from '../../lib/environments.ts';
import { Foundation } from '../../lib/foundation.ts';
import { Rollout } from '../../lib/rollout.ts';

const root = join(import.meta.dirname, '..', '..');

type State = {
  readonly Type: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly SecondsPath?: string;
};

describe('Rollout', () => {
  let template: Template;
  let states: Record<string, State>;

  beforeAll(() => {
    const stack = new Stack(new App(), 'ballast-dev');
    const { system } = new Foundation(stack, 'foundation', {
      root,
      environment: environments.dev,
      models: [],
      codeCommit: 'test',
      twin: false,
      exceptions: [],
    });
    new Rollout(stack, 'rollout', { system });
    template = Template.fromStack(stack);
    const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
    const parts = machine!.Properties.DefinitionString['Fn::Join'][1] as unknown[];
    const text = parts.map((part) => (typeof part === 'string' ? part : 'reference')).join('');
    states = (JSON.parse(text) as { States: Record<string, State> }).States;
  }, 120_000);

  it('retries the function, then has it go back, and only then gives up', () => {
    expect(states.Advance).toMatchObject({ Type: 'Task', Catch: [{ Next: 'Go back' }] });
    expect(states['Go back']).toMatchObject({ Type: 'Task', Catch: [{ Next: 'Stuck' }] });
    for (const name of ['Advance', 'Go back'])
      expect(states[name]!.Retry![0]!.ErrorEquals).toEqual(['States.ALL']);
    expect(states.Stuck!.Type).toBe('Fail');
  });

  it('waits as long as the function says', () => {
    const waits = Object.values(states).filter(({ Type }) => Type === 'Wait');
    expect(waits.map(({ SecondsPath }) => SecondsPath)).toEqual([
      '$.rollout.waitSeconds',
      '$.rollout.waitSeconds',
    ]);
  });

  it('raises an alarm when a rollout is stuck', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'ballast-dev-rollout-stuck',
      MetricName: 'ExecutionsFailed',
      TreatMissingData: 'notBreaching',
    });
  });

  it('owns no endpoint, config or model: the registry says what serves', () => {
    const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => type.startsWith('AWS::SageMaker'))).toEqual([]);
    expect(types).toContain('Custom::Endpoints');
  });

  it('removes the machine, then the endpoints, then what they are captured into', () => {
    const needs = (type: string) =>
      Object.values(template.findResources(type)).flatMap(({ DependsOn }) => [DependsOn ?? []].flat());
    const named = (type: string) => Object.keys(template.findResources(type));
    expect(needs('AWS::StepFunctions::StateMachine')).toEqual(
      expect.arrayContaining(named('Custom::Endpoints')),
    );
    const emptied = named('Custom::S3AutoDeleteObjects').filter((name) => name.startsWith('foundationmodel'));
    expect(emptied).toHaveLength(1);
    expect(needs('Custom::Endpoints')).toEqual(expect.arrayContaining(emptied));
  });

  it('may touch no endpoint but those of its environment', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Role'))
      .flatMap(({ Properties }) => Properties.Policies ?? [])
      .flatMap(
        ({ PolicyDocument }) =>
          PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[],
      );
    const touching = statements.filter(({ Action }) =>
      [Action].flat().some((action) => /^sagemaker:(Create|Update|Delete|Invoke)/.test(action)),
    );
    expect(touching.length).toBeGreaterThan(0);
    for (const { Resource } of touching) expect(JSON.stringify(Resource)).toContain('/ballast-dev-*');
  });

  it('has an article for each page and alarm', () => {
    const articles = [...Object.values(rolloutTopics).map(({ article }) => article), 'rollout-stuck'];
    for (const article of articles) {
      expect(existsSync(join(root, 'docs', 'runbook', `${article}.md`)), article).toBe(true);
    }
  });
});
