import { putMetrics } from '../../adapters/cloudwatch/put-metrics.ts';
import { metricName } from '../../core/names.ts';

const flushEveryMilliseconds = 10_000;
const counts = new Map<string, { predictions: number; invalid: number }>();
let flushedAt = 0;

/**
 * Counts a request, and now and then sends the counts: a call per request would cost more than the prediction.
 * The last seconds of an idle process stay uncounted; SageMaker's own `Invocations` count each one.
 */
export async function countRequest(model: string, valid: boolean): Promise<void> {
  const count = counts.get(model) ?? { predictions: 0, invalid: 0 };
  count[valid ? 'predictions' : 'invalid']++;
  counts.set(model, count);
  if (Date.now() - flushedAt < flushEveryMilliseconds) return;
  flushedAt = Date.now();
  const metrics = [...counts].flatMap(([Model, { predictions, invalid }]) => [
    { name: metricName.predictions, value: predictions, unit: 'Count' as const, dimensions: { Model } },
    { name: metricName.invalidRequests, value: invalid, unit: 'Count' as const, dimensions: { Model } },
  ]);
  counts.clear();
  await putMetrics(metrics);
}
