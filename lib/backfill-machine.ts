import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Fail,
  JitterType,
  JsonPath,
  ResultWriterV2,
  S3JsonItemReader,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { STEPFUNCTIONS_USE_DISTRIBUTED_MAP_RESULT_WRITER_V2 } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { checkTime } from '../core/contracts/check-time.ts';
import { machineName } from '../core/names.ts';
import { access as commitAccess } from '../lambdas/commit-backfill/access.ts';
import { env as commitEnv } from '../lambdas/commit-backfill/env.ts';
import { access as planAccess } from '../lambdas/plan-backfill/access.ts';
import { env as planEnv } from '../lambdas/plan-backfill/env.ts';
import { access as replayAccess } from '../lambdas/replay-upload/access.ts';
import { env as replayEnv } from '../lambdas/replay-upload/env.ts';
import { BallastAlarm } from './ballast-alarm.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

/** Uploads judged at once where the environment sets no bound of its own. */
const uploadsAtOnce = 5;

/**
 * Judges many uploads anew, each in a child of a distributed map, then makes one version of what they change. The map
 * outlives its children's failures: what can be judged is, and the commit refuses until all are.
 */
export class BackfillMachine extends Construct {
  constructor(scope: Construct, id: string, { system }: { readonly system: System }) {
    super(scope, id);
    // Without its flag, CDK leaves `resultWriterV2` out of the map without a word.
    this.node.setContext(STEPFUNCTIONS_USE_DISTRIBUTED_MAP_RESULT_WRITER_V2, true);
    new BallastFunction(this, 'plan-backfill', {
      system,
      access: planAccess,
      env: planEnv,
      memoryInMiB: 1024,
      timeout: Duration.minutes(1),
      description: 'Says what a backfill would do, and starts it',
    });
    const replay = new BallastFunction(this, 'replay-upload', {
      system,
      access: replayAccess,
      env: replayEnv,
      memoryInMiB: 2048,
      // Two checks, and what they found.
      timeout: Duration.minutes(checkTime.callerMinutes),
      duckdb: true,
      description: 'Judges one upload of a backfill by the present contract',
    });
    const commit = new BallastFunction(this, 'commit-backfill', {
      system,
      access: commitAccess,
      env: commitEnv,
      memoryInMiB: 1024,
      timeout: Duration.minutes(10),
      description: 'Makes one version of all that a backfill changes, or records why not',
    });

    const failed = new Fail(this, 'Failed', {
      error: 'BackfillFailed',
      cause: 'What was judged stays: npx ballast backfill --resume <id>, see docs/runbook/backfill-failed.md',
    });
    const report = this.#call('Report failure', commit, {
      backfillId: JsonPath.stringAt('$.backfillId'),
      failure: JsonPath.objectAt('$.failure'),
    }).next(failed);

    const map = new DistributedMap(this, 'Replay each upload', {
      label: 'uploads',
      mapExecutionType: StateMachineType.STANDARD,
      itemReader: new S3JsonItemReader({
        bucket: system.dataBucket,
        key: JsonPath.stringAt('$.planKey'),
      }),
      maxConcurrency: system.environment.uploadsAtOnce ?? uploadsAtOnce,
      toleratedFailurePercentage: 100,
      // Results of many uploads together are larger than a state takes.
      resultWriterV2: new ResultWriterV2({ bucket: system.dataBucket, prefix: 'backfill/results' }),
      resultPath: JsonPath.DISCARD,
    });
    map.itemProcessor(
      this.#call('Replay upload', replay, undefined, Duration.minutes(checkTime.callerMinutes + 1)),
    );
    map.addCatch(report, { resultPath: '$.failure' });

    const end = this.#call('Commit', commit, { backfillId: JsonPath.stringAt('$.backfillId') });
    end.addCatch(report, { resultPath: '$.failure' });
    const definition = map.next(
      end.next(
        new Choice(this, 'Finished?')
          .when(Condition.booleanEquals('$.result.finished', true), new Succeed(this, 'Ended'))
          .otherwise(failed),
      ),
    );
    new StateMachine(this, 'machine', {
      stateMachineName: machineName(system.environment.name, 'backfill'),
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromChainable(definition),
      timeout: Duration.days(7),
      tracingEnabled: true,
    });
    new BallastAlarm(this, 'backfill-unreported', {
      system,
      metric: commit.metricErrors({ period: Duration.minutes(5) }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  #call(
    name: string,
    lambdaFunction: IFunction,
    payload?: Record<string, unknown>,
    timeout = Duration.minutes(11),
  ) {
    const task = new LambdaInvoke(this, name, {
      lambdaFunction,
      ...(payload === undefined ? {} : { payload: TaskInput.fromObject(payload) }),
      payloadResponseOnly: true,
      ...(payload === undefined ? {} : { resultPath: '$.result' }),
      retryOnServiceExceptions: false,
      taskTimeout: Timeout.duration(timeout),
    });
    // Every step may be repeated: it finds what was done.
    task.addRetry({
      errors: ['States.ALL'],
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxAttempts: 3,
      maxDelay: Duration.minutes(1),
      jitterStrategy: JitterType.FULL,
    });
    return task;
  }
}
