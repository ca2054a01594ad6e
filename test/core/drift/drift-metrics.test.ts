import { expect, it } from 'vitest';
import { driftMetrics } from '../../../core/drift/drift-metrics.ts';
import type { DriftReport, MonitorResult } from '../../../core/drift/report.ts';

const monitor = (name: MonitorResult['name'], verdict: MonitorResult['verdict'], value: number | null) =>
  ({ name, verdict, value }) as MonitorResult;

const values = (report: object | null) =>
  Object.fromEntries(driftMetrics('m', report as DriftReport | null).map(({ name, value }) => [name, value]));

it('says that the watch ran, whatever it found', () => {
  expect(values(null)).toEqual({ WatchRuns: 1 });
});

it('says what was decided and keeps silent about what was not', () => {
  const monitors = [
    monitor('input', 'drifted', 0.5),
    monitor('prediction', 'inconclusive', 0.4),
    monitor('performance', 'stable', -0.02),
    monitor('calibration', 'not-testable', null),
  ];
  expect(values({ monitors, kpi: { value: 0 } })).toEqual({
    WatchRuns: 1,
    InputDriftShare: 0.5,
    AucFall: -0.02,
    BusinessKpi: 0,
  });
});
