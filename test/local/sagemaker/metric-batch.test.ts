import { describe, expect, it } from 'vitest';
import { metricBatch } from '../../../local/sagemaker/metric-batch.ts';

const at = new Date('2024-11-20T20:00:00Z');
const invocation = (status: number, modelMicroseconds = 1000) => ({
  endpoint: 'flights',
  variant: 'v1',
  status,
  modelMicroseconds,
  overheadMicroseconds: 10,
});

const samples = (data: ReturnType<typeof metricBatch>, name: string) =>
  data
    .filter(({ MetricName }) => MetricName === name)
    .flatMap(({ Values, Counts }) => Values!.flatMap((value, index) => Array(Counts![index]).fill(value)));

describe('metricBatch', () => {
  it('gives each counter a 0 or 1 per request, so that its average is a rate', () => {
    const data = metricBatch(
      [200, 200, 400, 500, 0].map((status) => invocation(status)),
      at,
    );
    expect(samples(data, 'Invocations')).toEqual([1, 1, 1, 1, 1]);
    expect(samples(data, 'Invocation4XXErrors').sort()).toEqual([0, 0, 0, 0, 1]);
    expect(samples(data, 'Invocation5XXErrors').sort()).toEqual([0, 0, 0, 1, 1]);
    expect(samples(data, 'InvocationModelErrors').sort()).toEqual([0, 0, 1, 1, 1]);
    expect(data[0]!.Dimensions).toEqual([
      { Name: 'EndpointName', Value: 'flights' },
      { Name: 'VariantName', Value: 'v1' },
    ]);
  });

  it('keeps every latency, at most 150 distinct ones per datum', () => {
    const latencies = Array.from({ length: 400 }, (_, index) => index);
    const data = metricBatch(
      latencies.map((latency) => invocation(200, latency)),
      at,
    );
    expect(samples(data, 'ModelLatency')).toEqual(latencies);
    for (const { Values } of data) expect(Values!.length).toBeLessThanOrEqual(150);
  });
});
