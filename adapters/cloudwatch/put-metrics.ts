import { CloudWatchClient, PutMetricDataCommand, type StandardUnit } from '@aws-sdk/client-cloudwatch';
import { metricNamespace } from '../../core/names.ts';

const cloudwatch = new CloudWatchClient({});

export const putMetricsActions = ['cloudwatch:PutMetricData'] as const;

export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly unit: StandardUnit;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Puts metrics in our namespace, stamped with the time of the call unless `at` is given. */
export async function putMetrics(metrics: readonly Metric[], at?: Date): Promise<void> {
  if (metrics.length === 0) return;
  await cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: metricNamespace,
      MetricData: metrics.map(({ name, value, unit, dimensions }) => ({
        MetricName: name,
        Value: value,
        Unit: unit,
        Timestamp: at,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      })),
    }),
  );
}
