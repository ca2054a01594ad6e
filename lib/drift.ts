import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { endpointName, metricName, metricNamespace } from '../core/names.ts';
import type { AlarmKind } from '../core/pager/alarms.ts';
import type { ModelDefinition } from '../core/registry/model-definition.ts';
import { access } from '../lambdas/check-drift/access.ts';
import { env } from '../lambdas/check-drift/env.ts';
import { BallastAlarm } from './ballast-alarm.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

/** Watches each model hourly: drift of inputs, predictions and performance, errors, KPI, and the watch itself. */
export class Drift extends Construct {
  constructor(scope: Construct, id: string, props: { system: System }) {
    super(scope, id);
    const { system } = props;
    const checkDrift = new BallastFunction(this, 'check-drift', {
      system,
      access,
      env,
      memoryInMiB: 2048,
      timeout: Duration.minutes(15),
      duckdb: true,
      description: 'Captured traffic and outcomes since the last check, against the baseline',
    });
    new Rule(this, 'hourly', {
      description: 'Look for drift in every model',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(checkDrift, { deadLetterQueue: system.deadLetterQueue })],
    });
    for (const { definition } of system.models) this.#watch(system, definition);
  }

  /** The alarms of one model: few, because a stack holds 500 resources. */
  #watch(system: System, { name: model, owner, monitoring }: ModelDefinition): void {
    const environment = system.environment.name;
    const ours = (name: string, statistic: string, period = Duration.minutes(1)): Metric =>
      new Metric({
        namespace: metricNamespace,
        metricName: name,
        dimensionsMap: { Model: model },
        statistic,
        period,
      });
    const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } =
      ComparisonOperator;
    const { BREACHING, IGNORE, NOT_BREACHING } = TreatMissingData;
    const alarm = (
      kind: AlarmKind,
      metric: IMetric,
      threshold: number,
      comparisonOperator: ComparisonOperator,
      treatMissingData: TreatMissingData,
      evaluationPeriods = 1,
    ): void => {
      new BallastAlarm(this, kind, {
        system,
        subject: { model, owner: owner.name },
        metric,
        threshold,
        comparisonOperator,
        evaluationPeriods,
        treatMissingData,
      });
    };

    // A check that cannot decide puts no value: the alarm keeps its state until one can.
    const drift = [GREATER_THAN_OR_EQUAL_TO_THRESHOLD, IGNORE] as const;
    alarm('input-drift', ours(metricName.inputDriftShare, Stats.MAXIMUM), monitoring.inputShare, ...drift);
    alarm(
      'prediction-drift',
      ours(metricName.predictionPsi, Stats.MAXIMUM),
      monitoring.predictionPsi,
      ...drift,
    );
    alarm('performance-fall', ours(metricName.aucFall, Stats.MAXIMUM), monitoring.aucFall, ...drift);
    alarm(
      'calibration-drift',
      ours(metricName.calibrationShift, Stats.MAXIMUM),
      monitoring.calibrationShift,
      ...drift,
    );
    alarm('kpi-below-zero', ours(metricName.businessKpi, Stats.MINIMUM), 0, LESS_THAN_THRESHOLD, IGNORE);

    // Silence is never health.
    const runs = ours(metricName.watchRuns, Stats.SUM, Duration.hours(1));
    alarm('watch-silent', runs, 1, LESS_THAN_THRESHOLD, BREACHING, 3);

    const errors = endpointErrors(endpointName(environment, model), system.twin);
    alarm('endpoint-errors', errors, 0.05, GREATER_THAN_THRESHOLD, NOT_BREACHING, 3);
  }
}

/**
 * Share of an endpoint's invocations that it answered with an error of its own. SageMaker counts by variant, and variants
 * come and go with releases, so on AWS the alarm asks over all of them. The twin's alarms know no queries, but
 * pool the variants by themselves.
 */
function endpointErrors(endpoint: string, twin: boolean): IMetric {
  const period = Duration.minutes(1);
  if (twin) {
    return new Metric({
      namespace: 'AWS/SageMaker',
      metricName: 'Invocation5XXErrors',
      dimensionsMap: { EndpointName: endpoint },
      statistic: Stats.AVERAGE,
      period,
    });
  }
  return new MathExpression({
    expression: `SELECT AVG(Invocation5XXErrors) FROM SCHEMA("AWS/SageMaker", EndpointName, VariantName) WHERE EndpointName = '${endpoint}'`,
    usingMetrics: {},
    period,
  });
}
