import type { Gate, MetricName } from '../registry/model-definition.ts';
import type { Evaluation } from '../registry/records.ts';

/**
 * Holds the metrics against the gates, whose bounds are inclusive. A metric that is not a number passes no gate:
 * what could not be measured is not good.
 */
export function applyGates(
  gates: readonly Gate[],
  metrics: Readonly<Record<MetricName, number>>,
): Pick<Evaluation, 'gates' | 'passed'> {
  const results = gates.map((gate) => {
    const value = metrics[gate.metric];
    const passed =
      Number.isFinite(value) &&
      value >= (gate.minimum ?? Number.NEGATIVE_INFINITY) &&
      value <= (gate.maximum ?? Number.POSITIVE_INFINITY);
    return { ...gate, value, passed };
  });
  return { gates: results, passed: results.every(({ passed }) => passed) };
}
