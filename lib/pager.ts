import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Function as DeployedFunction } from 'aws-cdk-lib/aws-lambda';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { eventDetailType, eventSource, functionName } from '../core/names.ts';
import { access } from '../lambdas/page-owner/access.ts';
import { env } from '../lambdas/page-owner/env.ts';
import { BallastAlarm } from './ballast-alarm.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

/** Turns alarms and requests into one page per cause, to the owner's topic; watches what all models share. */
export class Pager extends Construct {
  constructor(scope: Construct, id: string, props: { system: System }) {
    super(scope, id);
    const { system } = props;
    const pageOwner = new BallastFunction(this, 'page-owner', {
      system,
      access,
      env,
      timeout: Duration.seconds(30),
      description: 'One page per cause: kept in the registry, sent to the owner',
    });
    system.alarmTopic.addSubscription(
      new LambdaSubscription(pageOwner, { deadLetterQueue: system.deadLetterQueue }),
    );
    new Rule(this, 'page-requested', {
      description: 'A function asks for a page',
      eventPattern: { source: [eventSource], detailType: [eventDetailType.pageRequested] },
      targets: [new LambdaFunction(pageOwner, { deadLetterQueue: system.deadLetterQueue })],
    });

    new BallastAlarm(this, 'dead-letters', {
      system,
      metric: system.deadLetterQueue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });

    const predict = DeployedFunction.fromFunctionName(
      this,
      'predict',
      functionName(system.environment.name, 'predict'),
    );
    const onPredict = { period: Duration.minutes(1) };
    const shared = {
      'predict-errors': { metric: predict.metricErrors({ ...onPredict, statistic: 'Sum' }), threshold: 5 },
      'predict-latency': {
        metric: predict.metricDuration({ ...onPredict, statistic: 'p99' }),
        threshold: 4_000,
      },
    } as const;
    for (const kind of ['predict-errors', 'predict-latency'] as const) {
      new BallastAlarm(this, kind, {
        system,
        ...shared[kind],
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: 5,
        datapointsToAlarm: 3,
        // No calls, no errors and nobody who waits.
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
    }
  }
}
