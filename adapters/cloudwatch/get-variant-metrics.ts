import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { LatencyMinute, VariantMetrics } from '../../core/rollout/variant-metrics.ts';

const cloudwatch = new CloudWatchClient({});

/** Granted on `metrics`: the service knows no narrower resource. */
export const getVariantMetricsActions = ['cloudwatch:GetMetricData'] as const;

const series = [
  { id: 'requests', metric: 'Invocations', stat: 'Sum' },
  { id: 'server_errors', metric: 'Invocation5XXErrors', stat: 'Sum' },
  { id: 'client_errors', metric: 'Invocation4XXErrors', stat: 'Sum' },
  { id: 'measured', metric: 'ModelLatency', stat: 'SampleCount' },
  { id: 'p10', metric: 'ModelLatency', stat: 'p10' },
  { id: 'p25', metric: 'ModelLatency', stat: 'p25' },
  { id: 'p50', metric: 'ModelLatency', stat: 'p50' },
  { id: 'p75', metric: 'ModelLatency', stat: 'p75' },
  { id: 'p90', metric: 'ModelLatency', stat: 'p90' },
] as const;

type Series = (typeof series)[number]['id'];
/** Value by minute. */
type Values = ReadonlyMap<number, number>;

/**
 * What SageMaker reported of an endpoint's variants in a window, minute by minute. A variant without data
 * has counts of 0.
 * @throws Error if CloudWatch answers with anything less than complete data
 */
export async function getVariantMetrics(request: {
  readonly endpoint: string;
  readonly variants: readonly string[];
  readonly from: Date;
  readonly to: Date;
}): Promise<Record<string, VariantMetrics>> {
  const results = await getMetricData(
    request.variants.flatMap((variant, index) =>
      series.map(({ id, metric, stat }) => ({
        Id: `${id}_${index}`,
        MetricStat: {
          Metric: {
            Namespace: 'AWS/SageMaker',
            MetricName: metric,
            Dimensions: [
              { Name: 'EndpointName', Value: request.endpoint },
              { Name: 'VariantName', Value: variant },
            ],
          },
          Period: 60,
          Stat: stat,
        },
      })),
    ),
    request.from,
    request.to,
  );
  return Object.fromEntries(
    request.variants.map((variant, index) => [
      variant,
      variantMetrics((id) => results.get(`${id}_${index}`) ?? new Map()),
    ]),
  );
}

function variantMetrics(valuesOf: (id: Series) => Values): VariantMetrics {
  const total = (id: Series) => [...valuesOf(id).values()].reduce((sum, value) => sum + value, 0);
  const latency: LatencyMinute[] = [];
  for (const [minute, requests] of valuesOf('measured')) {
    const milliseconds = (id: Series) => valuesOf(id).get(minute);
    const [p10, p25, p50, p75, p90] = (['p10', 'p25', 'p50', 'p75', 'p90'] as const).map(milliseconds);
    // A minute without percentiles cannot be judged: it must not count as fast.
    if (
      p10 === undefined ||
      p25 === undefined ||
      p50 === undefined ||
      p75 === undefined ||
      p90 === undefined
    ) {
      continue;
    }
    const inMilliseconds = (microseconds: number) => microseconds / 1_000;
    latency.push({
      requests,
      p10: inMilliseconds(p10),
      p25: inMilliseconds(p25),
      p50: inMilliseconds(p50),
      p75: inMilliseconds(p75),
      p90: inMilliseconds(p90),
    });
  }
  return {
    requests: total('requests'),
    errors: total('server_errors') + total('client_errors'),
    latency,
  };
}

/** Values by query and minute, over all pages. */
async function getMetricData(queries: MetricDataQuery[], from: Date, to: Date): Promise<Map<string, Values>> {
  const found = new Map<string, Map<number, number>>();
  let NextToken: string | undefined;
  do {
    const page: GetMetricDataCommandOutput = await cloudwatch.send(
      new GetMetricDataCommand({ MetricDataQueries: queries, StartTime: from, EndTime: to, NextToken }),
    );
    for (const result of page.MetricDataResults ?? []) {
      refuseErrors(result);
      const { Id, Timestamps = [], Values = [] } = result;
      if (Id === undefined || Timestamps.length !== Values.length) {
        throw new Error(
          `Cannot read metric '${Id}': CloudWatch answered ${Values.length} values for ${Timestamps.length} times`,
        );
      }
      const values = found.get(Id) ?? new Map<number, number>();
      Timestamps.forEach((at, index) => {
        values.set(at.getTime(), Values[index]!);
      });
      found.set(Id, values);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

function refuseErrors({ Id, StatusCode, Messages }: MetricDataResult): void {
  if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
    const why = (Messages ?? []).map(({ Code, Value }) => `${Code}: ${Value}`).join('; ');
    throw new Error(`Cannot read metric '${Id}': CloudWatch answered ${StatusCode} ${why}`);
  }
}
