import { metricName } from '../names.ts';
import type { DriftReport } from './report.ts';

export interface DriftMetric {
  readonly name: string;
  readonly value: number;
  readonly unit: 'Count' | 'None';
  readonly dimensions: { readonly Model: string };
}

/**
 * What one check tells CloudWatch. A monitor that could not decide says nothing, so that its alarm keeps its
 * state; that the watch ran at all is always said, because silence would look like health.
 * @param report null where there was nothing to judge
 */
export function driftMetrics(model: string, report: DriftReport | null): DriftMetric[] {
  const dimensions = { Model: model };
  const metrics: DriftMetric[] = [{ name: metricName.watchRuns, value: 1, unit: 'Count', dimensions }];
  const nameOf = {
    input: metricName.inputDriftShare,
    prediction: metricName.predictionPsi,
    performance: metricName.aucFall,
    calibration: metricName.calibrationShift,
  };
  for (const { name, verdict, value } of report?.monitors ?? []) {
    if ((verdict === 'drifted' || verdict === 'stable') && value !== null) {
      metrics.push({ name: nameOf[name], value, unit: 'None', dimensions });
    }
  }
  if (report?.kpi) {
    metrics.push({ name: metricName.businessKpi, value: report.kpi.value, unit: 'None', dimensions });
  }
  return metrics;
}
