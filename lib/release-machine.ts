import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  type IChainable,
  IntegrationPattern,
  JitterType,
  JsonPath,
  LogLevel,
  type RetryProps,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  type TaskStateBase,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import {
  LambdaInvoke,
  type LambdaInvokeProps,
  StepFunctionsStartExecution,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { inSeconds } from '../core/duration.ts';
import { functionName, machineName } from '../core/names.ts';
import type { RunStep } from '../core/registry/records.ts';
import type { System } from './system.ts';

/** Longer than any function may run. */
const functionTimeout = Duration.minutes(16);
/** What a training job may wait for its instance, beside the time that it may run. */
const startTimeout = Duration.hours(2);
const evaluationTimeout = Duration.hours(6);
/** A version that nobody has decided about by then is not released. */
const approvalTimeout = Duration.days(30);

/** The service stumbled: the same call is likely to go well a little later. */
const onServiceErrors: RetryProps = {
  errors: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    'Lambda.ClientExecutionTimeoutException',
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
  ],
  interval: Duration.seconds(2),
  maxAttempts: 6,
  backoffRate: 2,
  maxDelay: Duration.minutes(1),
  jitterStrategy: JitterType.FULL,
};

/** The function died: every step may be repeated, so it is, but not for ever. */
const onDeath: RetryProps = {
  errors: ['Lambda.Unknown', 'Sandbox.Timedout', 'Runtime.ExitError'],
  interval: Duration.seconds(5),
  maxAttempts: 2,
  backoffRate: 2,
  jitterStrategy: JitterType.FULL,
};

/** The account runs as many instances as it may: wait for one to end. */
const onQuota: RetryProps = {
  errors: ['ResourceLimitExceeded'],
  interval: Duration.minutes(5),
  maxAttempts: 12,
  backoffRate: 1,
  jitterStrategy: JitterType.FULL,
};

/**
 * The release machine: features → train → evaluate → gate → register → approval → rollout. Its payload is a
 * reference to the run's record; each step reads and writes the record, and may be repeated.
 */
export class ReleaseMachine extends Construct {
  readonly machine: StateMachine;
  readonly #system: System;
  readonly #reportFailure: IChainable;

  constructor(scope: Construct, id: string, props: { readonly system: System }) {
    super(scope, id);
    const { system } = props;
    this.#system = system;
    const name = machineName(system.environment.name, 'release');

    const report = new LambdaInvoke(this, 'report failure', {
      ...this.#call('report-failure'),
      payload: TaskInput.fromObject({ ...reference, failed: JsonPath.objectAt('$.failed') }),
      resultPath: JsonPath.DISCARD,
    });
    report.addRetry(onServiceErrors).addRetry(onDeath);
    this.#reportFailure = report.next(
      new Fail(this, 'failed', {
        error: 'ReleaseFailed',
        cause: 'The failed step and its reason are in the run: npx ballast status',
      }),
    );

    const features = this.#step('features', 'build-training-set', {});
    const train = this.#waitingStep('train', 'start-training', trainingTimeout(system), {});
    const evaluate = this.#waitingStep('evaluate', 'start-evaluation', evaluationTimeout, {});
    const gate = this.#step('gate', 'judge-evaluation', {
      resultSelector: { next: JsonPath.objectAt('$.Payload.next') },
      resultPath: '$.gate',
    });
    const register = this.#step('register', 'register-version', {
      resultSelector: { version: JsonPath.objectAt('$.Payload.version') },
      resultPath: '$.registered',
    });
    const approval = this.#waitingStep('approval', 'request-approval', approvalTimeout, {
      resultPath: '$.approval',
      payload: TaskInput.fromObject({
        ...reference,
        version: JsonPath.numberAt('$.registered.version'),
        token: JsonPath.taskToken,
      }),
    });
    const rollout = this.#rolloutStep();

    const definition = features
      .next(train)
      .next(evaluate)
      .next(gate)
      .next(
        new Choice(this, 'gates passed?')
          // A reproduction becomes no version: it was compared, and that is all.
          .when(Condition.stringEquals('$.gate.next', 'compared'), new Succeed(this, 'compared'))
          .when(
            Condition.stringEquals('$.gate.next', 'register'),
            register
              .next(approval)
              .next(
                new Choice(this, 'approved?')
                  .when(
                    Condition.booleanEquals('$.approval.approved', true),
                    rollout.next(new Succeed(this, 'released')),
                  )
                  .otherwise(new Succeed(this, 'declined')),
              ),
          )
          .otherwise(new Succeed(this, 'rejected')),
      );

    this.machine = new StateMachine(this, 'machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(definition),
      comment: 'features → train → evaluate → gate → register → approval → rollout',
      timeout: Duration.days(60),
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'logs', {
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: system.environment.logRetentionInDays,
          removalPolicy: system.environment.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        }),
        level: LogLevel.ALL,
        includeExecutionData: true,
      },
    });
  }

  #step(step: RunStep, verbNoun: string, props: Partial<LambdaInvokeProps>): LambdaInvoke {
    return this.#guard(
      step,
      new LambdaInvoke(this, step, {
        ...this.#call(verbNoun),
        payload: TaskInput.fromObject(reference),
        resultPath: JsonPath.DISCARD,
        ...props,
      }),
    );
  }

  #waitingStep(
    step: RunStep,
    verbNoun: string,
    timeout: Duration,
    props: Partial<LambdaInvokeProps>,
  ): LambdaInvoke {
    return this.#step(step, verbNoun, {
      integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      taskTimeout: Timeout.duration(timeout),
      payload: TaskInput.fromObject({ ...reference, token: JsonPath.taskToken }),
      ...props,
    });
  }

  /** One rollout per run: its id and its execution's name are the run's. */
  #rolloutStep(): StepFunctionsStartExecution {
    return this.#guard(
      'rollout',
      new StepFunctionsStartExecution(this, 'rollout', {
        stateMachine: StateMachine.fromStateMachineName(
          this,
          'rollout-machine',
          machineName(this.#system.environment.name, 'rollout'),
        ),
        name: JsonPath.stringAt('$.runId'),
        input: TaskInput.fromObject({
          model: JsonPath.stringAt('$.model'),
          rolloutId: JsonPath.stringAt('$.runId'),
          kind: 'release',
          version: JsonPath.numberAt('$.registered.version'),
          requestedBy: JsonPath.stringAt('$.approval.by'),
          reason: JsonPath.stringAt('$.approval.reason'),
        }),
        taskTimeout: Timeout.duration(Duration.minutes(1)),
        resultPath: JsonPath.DISCARD,
      }),
    );
  }

  #call(verbNoun: string) {
    return {
      lambdaFunction: LambdaFunction.fromFunctionName(
        this,
        `function-${verbNoun}`,
        functionName(this.#system.environment.name, verbNoun),
      ),
      taskTimeout: Timeout.duration(functionTimeout),
      retryOnServiceExceptions: false,
    };
  }

  /** What breaks is reported under the name of its step. */
  #guard<Task extends TaskStateBase>(step: RunStep, task: Task): Task {
    task.addRetry(onServiceErrors);
    task.addRetry(onDeath);
    task.addRetry(onQuota);
    task.addCatch(this.#reportFailure, { errors: ['States.ALL'], resultPath: `$.failed.${step}` });
    return task;
  }
}

const reference = { model: JsonPath.stringAt('$.model'), runId: JsonPath.stringAt('$.runId') };

/** The longest that a model of the stack may train, with the wait for its instance. */
const trainingTimeout = ({ models }: System): Duration =>
  Duration.seconds(
    startTimeout.toSeconds() +
      Math.ceil(
        Math.max(0, ...models.map(({ definition }) => inSeconds(definition.training.maximumRuntime))),
      ),
  );
