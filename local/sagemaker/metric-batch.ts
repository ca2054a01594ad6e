import type { MetricDatum } from '@aws-sdk/client-cloudwatch';

/** One answered invocation, as the endpoint's metrics count it. */
export interface Invocation {
  readonly endpoint: string;
  readonly variant: string;
  /** HTTP status that the container answered, or 0 where it gave no answer. */
  readonly status: number;
  readonly modelMicroseconds: number;
  readonly overheadMicroseconds: number;
}

/** PutMetricData takes at most so many distinct values per datum. */
const maximumValues = 150;

/**
 * The metrics of a batch of invocations, as SageMaker defines them: each counter gets a 0 or 1 per
 * request, so that its Average is a rate; latencies keep every value, so that percentiles hold.
 */
export function metricBatch(invocations: readonly Invocation[], at: Date): MetricDatum[] {
  const series = new Map<string, { datum: MetricDatum; counts: Map<number, number> }>();
  const add = (invocation: Invocation, name: string, unit: 'None' | 'Microseconds', value: number) => {
    const { endpoint, variant } = invocation;
    const key = `${endpoint}\n${variant}\n${name}`;
    let entry = series.get(key);
    if (entry === undefined) {
      const Dimensions = [
        { Name: 'EndpointName', Value: endpoint },
        { Name: 'VariantName', Value: variant },
      ];
      entry = {
        datum: { MetricName: name, Unit: unit, Timestamp: at, Dimensions },
        counts: new Map(),
      };
      series.set(key, entry);
    }
    entry.counts.set(value, (entry.counts.get(value) ?? 0) + 1);
  };
  for (const invocation of invocations) {
    const { status, modelMicroseconds, overheadMicroseconds } = invocation;
    const failed = status < 200 || status > 299;
    add(invocation, 'Invocations', 'None', 1);
    add(invocation, 'Invocation4XXErrors', 'None', status >= 400 && status <= 499 ? 1 : 0);
    add(invocation, 'Invocation5XXErrors', 'None', status >= 500 || status === 0 ? 1 : 0);
    add(invocation, 'InvocationModelErrors', 'None', failed ? 1 : 0);
    add(invocation, 'ModelLatency', 'Microseconds', modelMicroseconds);
    add(invocation, 'OverheadLatency', 'Microseconds', overheadMicroseconds);
  }
  return [...series.values()].flatMap(({ datum, counts }) => {
    const entries = [...counts];
    const data: MetricDatum[] = [];
    for (let from = 0; from < entries.length; from += maximumValues) {
      const part = entries.slice(from, from + maximumValues);
      data.push({ ...datum, Values: part.map(([value]) => value), Counts: part.map(([, count]) => count) });
    }
    return data;
  });
}
