import { expect, it } from 'vitest';
import { noStyle } from '../../../cli/style.ts';
import { renderDrift } from '../../../cli/views/drift.ts';
import { driftReport } from '../records.ts';

it('shows the conclusion first, then the monitors, then the features that moved most', () => {
  const lines = renderDrift(driftReport(), noStyle).split('\n');
  expect(lines[0]).toContain('flight-delay v2, 1,200 requests');
  expect(lines[1]).toContain('Drifted: performance');
  expect(lines.join('\n')).toMatch(/performance\s+drifted\s+fall of the ROC AUC\s+0\.071\s+0\.050\s+1,100/);
  const features = lines.filter((line) => /^(temp|hour|precip) /.test(line));
  expect(features.map((line) => line.split(' ')[0])).toEqual(['temp', 'hour', 'precip']);
  expect(features[0]).toContain('1e-30');
  expect(features[2]).toMatch(/precip\s+not-testable\s+-\s+-\s+-/);
  expect(lines.at(-1)).toBe('Cost of surprise: -12,345 USD over 1,100 outcomes');
});

it('fits a screen', () => {
  const features = Array.from({ length: 40 }, (_, index) => ({
    name: `f${index}`,
    verdict: 'stable' as const,
    reason: '',
    psi: index,
    distance: 0,
    pValue: 1,
  }));
  expect(renderDrift(driftReport({ features }), noStyle).split('\n').length).toBeLessThanOrEqual(24);
});

it('says what is not known', () => {
  const text = renderDrift(
    driftReport({ drifted: false, monitor: null, performance: null, kpi: null, cause: null }),
    noStyle,
  );
  expect(text).toContain('No drift that a new training would answer');
  expect(text).toContain('No outcome known yet');
});
