import { CustomResource, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  JsonPath,
  StateMachine,
  Succeed,
  TaskInput,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { machineName } from '../core/names.ts';
import { access as advanceAccess } from '../lambdas/advance-rollout/access.ts';
import { env as advanceEnv } from '../lambdas/advance-rollout/env.ts';
import { access as tieAccess } from '../lambdas/tie-endpoints/access.ts';
import { env as tieEnv } from '../lambdas/tie-endpoints/env.ts';
import { BallastAlarm } from './ballast-alarm.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

/** Brings a version to its endpoint by steps, and back; ties the endpoints' lives to the stack. */
export class Rollout extends Construct {
  constructor(scope: Construct, id: string, { system }: { readonly system: System }) {
    super(scope, id);
    const { environment } = system;

    const advance = new BallastFunction(this, 'advance-rollout', {
      system,
      access: advanceAccess,
      env: advanceEnv,
      description: 'Observes an endpoint, decides what its rollout does next, and does it',
      timeout: Duration.minutes(5),
      memoryInMiB: 512,
    });

    const input = {
      model: JsonPath.stringAt('$.model'),
      rolloutId: JsonPath.stringAt('$.rolloutId'),
      kind: JsonPath.stringAt('$.kind'),
      version: JsonPath.objectAt('$.version'),
      requestedBy: JsonPath.stringAt('$.requestedBy'),
      reason: JsonPath.stringAt('$.reason'),
    };
    const look = (name: string, payload: TaskInput): LambdaInvoke => {
      const task = new LambdaInvoke(this, name, {
        lambdaFunction: advance,
        payload,
        payloadResponseOnly: true,
        resultPath: '$.rollout',
        retryOnServiceExceptions: false,
        taskTimeout: Timeout.duration(Duration.seconds(310)),
      });
      task.addRetry({
        errors: ['States.ALL'],
        interval: Duration.seconds(2),
        backoffRate: 2,
        maxAttempts: 4,
      });
      return task;
    };
    const wait = (name: string) =>
      new Wait(this, name, { time: WaitTime.secondsPath('$.rollout.waitSeconds') });

    const ended = new Succeed(this, 'Ended');
    const stuck = new Fail(this, 'Stuck', {
      error: 'RolloutStuck',
      cause: 'Neither going on nor going back worked: see docs/runbook/rollout-stuck.md',
    });
    const isDone = Condition.booleanEquals('$.rollout.done', true);

    const goBack = look('Go back', TaskInput.fromObject({ ...input, abort: true }));
    goBack.addCatch(stuck, { resultPath: '$.failure' });
    goBack.next(
      new Choice(this, 'Back?').when(isDone, ended).otherwise(wait('Wait for the way back').next(goBack)),
    );

    const goOn = look('Advance', TaskInput.fromObject(input));
    goOn.addCatch(goBack, { resultPath: '$.failure' });
    goOn.next(new Choice(this, 'Done?').when(isDone, ended).otherwise(wait('Wait').next(goOn)));

    const machine = new StateMachine(this, 'machine', {
      stateMachineName: machineName(environment.name, 'rollout'),
      definitionBody: DefinitionBody.fromChainable(goOn),
      timeout: Duration.days(14),
      tracingEnabled: true,
    });
    new BallastAlarm(this, 'rollout-stuck', {
      system,
      metric: machine.metricFailed({ period: Duration.minutes(1), statistic: 'Sum' }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });

    const tie = new BallastFunction(this, 'tie-endpoints', {
      system,
      access: tieAccess,
      env: tieEnv,
      description: "Removes the stack's endpoints when the stack goes",
      timeout: Duration.minutes(15),
    });
    // At the stack's end the machine goes first, so that no rollout brings an endpoint back; then the endpoints; then the
    // bucket, which is emptied only once nothing is captured into it any more.
    const tied = new CustomResource(this, 'endpoints', {
      resourceType: 'Custom::Endpoints',
      serviceToken: tie.functionArn,
      serviceTimeout: Duration.minutes(16),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    machine.node.addDependency(tied);
    tied.node.addDependency(system.modelBucket);
  }
}
