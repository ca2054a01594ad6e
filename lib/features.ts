import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { maximumSkewShare } from '../core/features/judge-skew.ts';
import { eventDetailType, eventSource, metricName, metricNamespace } from '../core/names.ts';
import { access as buildAccess } from '../lambdas/build-training-set/access.ts';
import { env as buildEnv } from '../lambdas/build-training-set/env.ts';
import { access as skewAccess } from '../lambdas/check-skew/access.ts';
import { env as skewEnv } from '../lambdas/check-skew/env.ts';
import { access as materialiseAccess } from '../lambdas/materialise-features/access.ts';
import { env as materialiseEnv } from '../lambdas/materialise-features/env.ts';
import { access as predictAccess } from '../lambdas/predict/access.ts';
import { env as predictEnv } from '../lambdas/predict/env.ts';
import { BallastAlarm } from './ballast-alarm.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

/**
 * Features offline, as the training set of a run, and online: materialised when a dataset has a new version,
 * looked up by `predict`.
 */
export class Features extends Construct {
  constructor(scope: Construct, id: string, { system }: { readonly system: System }) {
    super(scope, id);
    const materialise = new BallastFunction(this, 'materialise-features', {
      system,
      access: materialiseAccess,
      env: materialiseEnv,
      description: 'Computes the views over a dataset and writes the newest hours to the registry',
      memoryInMiB: 2048,
      timeout: Duration.minutes(5),
      duckdb: true,
    });
    new Rule(this, 'dataset-version-created', {
      description: 'A dataset has a new version: bring its online features up to date',
      eventPattern: { source: [eventSource], detailType: [eventDetailType.datasetVersionCreated] },
      targets: [
        new LambdaFunction(materialise, {
          deadLetterQueue: system.deadLetterQueue,
          maxEventAge: Duration.hours(2),
          retryAttempts: 8,
        }),
      ],
    });
    new BallastFunction(this, 'build-training-set', {
      system,
      access: buildAccess,
      env: buildEnv,
      description: 'Gives a run its training set: point-in-time features and labels, split by time',
      memoryInMiB: 3008,
      timeout: Duration.minutes(15),
      duckdb: true,
    });
    const checkSkew = new BallastFunction(this, 'check-skew', {
      system,
      access: skewAccess,
      env: skewEnv,
      description: 'Recomputes sampled served features from the dataset versions that they were made from',
      memoryInMiB: 2048,
      timeout: Duration.minutes(10),
      duckdb: true,
    });
    new Rule(this, 'compare-served-features', {
      description: 'Compare served features with what the dataset versions say',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(checkSkew, { deadLetterQueue: system.deadLetterQueue })],
    });
    // One alarm on the worst model, not one for each: a stack holds 500 resources.
    new BallastAlarm(this, 'feature-skew', {
      system,
      metric: new Metric({
        namespace: metricNamespace,
        metricName: metricName.worstFeatureSkewShare,
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(1),
      }),
      threshold: maximumSkewShare,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // A check that cannot decide puts no value: the alarm keeps its state until one can.
      treatMissingData: TreatMissingData.IGNORE,
    });
    new BallastFunction(this, 'predict', {
      system,
      access: predictAccess,
      env: predictEnv,
      description: 'One prediction: features from the request and the registry, the answer with its variant',
      memoryInMiB: 1024,
      timeout: Duration.seconds(30),
      duckdb: true,
    });
  }
}
