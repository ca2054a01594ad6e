import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeStep } from '../../../core/rollout/judge-step.ts';
import type { VariantMetrics } from '../../../core/rollout/variant-metrics.ts';
import cases from '../../cases/rollout/judge-step.json' with { type: 'json' };
import { plan } from './plan.ts';

interface Told {
  readonly requests: number;
  readonly errors: number;
  /** Every request took so long; null: no latency was reported. */
  readonly milliseconds: number | null;
}

function metricsOf({ requests, errors, milliseconds }: Told): VariantMetrics {
  if (milliseconds === null) return { requests, errors, latency: [] };
  const all = {
    p10: milliseconds,
    p25: milliseconds,
    p50: milliseconds,
    p75: milliseconds,
    p90: milliseconds,
  };
  return { requests, errors, latency: [{ requests, ...all }] };
}

const told = fc.record({
  requests: fc.nat(2_000),
  errors: fc.nat(200),
  milliseconds: fc.option(fc.integer({ min: 1, max: 500 })),
});

describe('judgeStep', () => {
  it.each(cases)('$case: $verdict', ({ candidate, baseline, stepRequests, verdict }) => {
    const judgment = judgeStep({
      candidate: metricsOf(candidate),
      baseline: metricsOf(baseline),
      stepRequests,
      plan,
    });
    expect(judgment.verdict, judgment.reason).toBe(verdict);
  });

  it('never promotes below the minimum of requests, nor beyond the margins', () => {
    fc.assert(
      fc.property(told, told, fc.nat(300), (candidate, baseline, stepRequests) => {
        const { verdict } = judgeStep({
          candidate: metricsOf(candidate),
          baseline: metricsOf(baseline),
          stepRequests,
          plan,
        });
        if (verdict !== 'promote') return;
        expect(stepRequests).toBeGreaterThanOrEqual(plan.minimumRequests);
        expect(baseline.requests).toBeGreaterThanOrEqual(plan.minimumRequests);
        const excess =
          Math.min(candidate.errors, candidate.requests) / candidate.requests -
          Math.min(baseline.errors, baseline.requests) / baseline.requests;
        expect(excess).toBeLessThanOrEqual(plan.errorMargin + 1e-12);
        expect(candidate.milliseconds).toBeLessThanOrEqual(
          Math.max(baseline.milliseconds! * plan.latencyRatio, baseline.milliseconds! + 10),
        );
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });
});
