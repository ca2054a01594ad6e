import { describe, expect, it } from 'vitest';
import { planRollout } from '../../../core/rollout/plan-rollout.ts';

const policy = {
  steps: [10, 50, 100],
  bake: { minutes: 10 },
  deadline: { hours: 2 },
  minimumRequests: 60,
  errorMargin: 0.05,
  latencyRatio: 2,
  maximumLatency: { seconds: 1 },
  instanceType: 'ml.m5.large',
  goldenRequests: [],
};

describe('planRollout', () => {
  it('shortens bakes and deadlines by the time scale, and asks for as many requests as ever', () => {
    expect(planRollout(policy, 0.01)).toMatchObject({
      bakeInSeconds: 6,
      deadlineInSeconds: 72,
      minimumRequests: 60,
      pollInSeconds: 1,
      maximumLatencyInMilliseconds: 1_000,
    });
  });

  it('looks every 30 s in prod', () => {
    expect(planRollout(policy, 1).pollInSeconds).toBe(30);
  });

  it('stays far below 25,000 events of history when a rollout lasts three days', () => {
    const { pollInSeconds, deadlineInSeconds, steps } = planRollout({ ...policy, deadline: { days: 1 } }, 1);
    const eventsPerLook = 9;
    expect(((deadlineInSeconds * steps.length) / pollInSeconds) * eventsPerLook).toBeLessThan(10_000);
  });

  it.each([0, -1, Number.NaN])('refuses a time scale of %s', (scale) => {
    expect(() => planRollout(policy, scale)).toThrow(/time scale must be a positive number/);
  });
});
