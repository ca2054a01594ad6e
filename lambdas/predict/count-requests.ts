import { putMetrics } from '../../adapters/cloudwatch/put-metrics.ts';
import { metricName } from '../../core/names.ts';

const flushEveryMilliseconds = 10_000;
const counts = new Map<string, { predictions: number; invalid: number }>();
let flushedAt = 0;

/** Counts a call's requests: those that were understood, and those that were not. */
export function countRequests(model: string, understood: number, invalid: number): void {
  const count = counts.get(model) ?? { predictions: 0, invalid: 0 };
  counts.set(model, { predictions: count.predictions + understood, invalid: count.invalid + invalid });
}

/**
 * Now and then sends the counts: a call per request would cost more than the prediction. The last seconds of an idle
 * process stay uncounted; SageMaker's own `Invocations` count each one. What could not be sent is counted the next time.
 */
export async function sendCounts(): Promise<void> {
  if (counts.size === 0 || Date.now() - flushedAt < flushEveryMilliseconds) return;
  flushedAt = Date.now();
  const taken = [...counts];
  counts.clear();
  const metrics = taken.flatMap(([Model, { predictions, invalid }]) => [
    { name: metricName.predictions, value: predictions, unit: 'Count' as const, dimensions: { Model } },
    { name: metricName.invalidRequests, value: invalid, unit: 'Count' as const, dimensions: { Model } },
  ]);
  try {
    await putMetrics(metrics);
  } catch (error) {
    for (const [model, { predictions, invalid }] of taken) countRequests(model, predictions, invalid);
    throw error;
  }
}
