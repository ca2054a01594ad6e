import {
  Alarm,
  type ComparisonOperator,
  type IMetric,
  Metric,
  type TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { type AlarmKind, alarmDescription, alarmName } from '../core/pager/alarms.ts';
import type { System } from './system.ts';

export interface BallastAlarmProps {
  readonly system: System;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparisonOperator: ComparisonOperator;
  /** Continuous metrics: missing data are breaching. Metrics of errors alone: they are not. */
  readonly treatMissingData: TreatMissingData;
  readonly evaluationPeriods?: number;
  readonly datapointsToAlarm?: number;
  /** Whom it concerns; left out for what all models share. */
  readonly subject?: { readonly model: string; readonly owner: string };
}

/**
 * Namespaces in which the twin's emulator counts all functions, machines and queues together, for its alarms pool
 * every dimension: an alarm on one of them would page for any other, so in the twin it pages nobody.
 */
const pooledInTheTwin: ReadonlySet<string | undefined> = new Set(['AWS/Lambda', 'AWS/States', 'AWS/SQS']);

/** An alarm of the runbook: named, described and sent to the pager like every other. */
export class BallastAlarm extends Alarm {
  constructor(scope: Construct, kind: AlarmKind, props: BallastAlarmProps) {
    const { system, subject, metric } = props;
    const pooled = system.twin && metric instanceof Metric && pooledInTheTwin.has(metric.namespace);
    super(scope, subject === undefined ? kind : `${subject.model}-${kind}`, {
      alarmName: alarmName(system.environment.name, kind, subject?.model),
      alarmDescription: alarmDescription(kind, subject),
      metric,
      threshold: props.threshold,
      comparisonOperator: props.comparisonOperator,
      treatMissingData: props.treatMissingData,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      datapointsToAlarm: props.datapointsToAlarm,
      actionsEnabled: !pooled,
    });
    this.addAlarmAction(new SnsAction(system.alarmTopic));
  }
}
