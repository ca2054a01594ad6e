import { describe, expect, it } from 'vitest';
import { logExcessEvidence } from '../../../core/rollout/log-excess-evidence.ts';
import reference from '../../reference/rollout/evidence.json' with { type: 'json' };
import { seededRandom } from './seeded-random.ts';

describe('logExcessEvidence', () => {
  it.each(reference.excess)("of $candidate against $baseline + $margin is exact arithmetic's", (row) => {
    expect(logExcessEvidence(row.candidate, row.baseline, row.margin)).toBeCloseTo(row.log, 7);
  });

  it.each(reference.expectation)(
    'is an e-value: $candidate and $baseline requests at the null rates $rates average to at most 1',
    (row) => {
      expect(row.value).toBeLessThanOrEqual(1);
      let mean = 0;
      for (let a = 0; a <= row.candidate; a++) {
        for (let b = 0; b <= row.baseline; b++) {
          const log = logExcessEvidence(
            { requests: row.candidate, events: a },
            { requests: row.baseline, events: b },
            row.margin,
          );
          mean +=
            binomial(row.candidate, a, row.rates[0]!) *
            binomial(row.baseline, b, row.rates[1]!) *
            Math.exp(log);
        }
      }
      expect(mean).toBeCloseTo(row.value, 8);
    },
  );

  it('rolls a harmless candidate back in at most 1 % of rollouts, looked at after every ten requests', () => {
    const random = seededRandom(20130101);
    const rollouts = 1_000;
    const limit = Math.log(1 / 0.01);
    let alarms = 0;
    for (let rollout = 0; rollout < rollouts; rollout++) {
      const rate = random() * 0.3;
      if (everExceeds(random, { candidate: rate, baseline: rate, margin: 0, limit, looks: 60 })) alarms++;
    }
    expect(alarms / rollouts).toBeLessThanOrEqual(0.01);
  });

  it('finds a candidate that fails one request in five within 200 of its requests', () => {
    const random = seededRandom(20130102);
    const found = { candidate: 0.2, baseline: 0.005, margin: 0.05, limit: Math.log(200), looks: 200 };
    let caught = 0;
    for (let rollout = 0; rollout < 200; rollout++) if (everExceeds(random, found)) caught++;
    expect(caught / 200).toBeGreaterThan(0.95);
  });
});

/** Ten requests a look, one in ten to the candidate. */
function everExceeds(
  random: () => number,
  truth: { candidate: number; baseline: number; margin: number; limit: number; looks: number },
): boolean {
  const candidate = { requests: 0, events: 0 };
  const baseline = { requests: 0, events: 0 };
  for (let look = 0; look < truth.looks; look++) {
    for (let request = 0; request < 10; request++) {
      const [stream, rate] = request === 0 ? [candidate, truth.candidate] : [baseline, truth.baseline];
      stream.requests++;
      if (random() < rate) stream.events++;
    }
    if (logExcessEvidence(candidate, baseline, truth.margin) >= truth.limit) return true;
  }
  return false;
}

function binomial(n: number, k: number, p: number): number {
  let ways = 1;
  for (let i = 0; i < k; i++) ways = (ways * (n - i)) / (i + 1);
  return ways * p ** k * (1 - p) ** (n - k);
}
