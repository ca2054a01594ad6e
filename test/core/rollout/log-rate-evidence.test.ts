import { describe, expect, it } from 'vitest';
import { logRateEvidence } from '../../../core/rollout/log-rate-evidence.ts';
import reference from '../../reference/rollout/evidence.json' with { type: 'json' };

describe('logRateEvidence', () => {
  it.each(reference.above)("of $events in $requests against $rate is exact arithmetic's", (row) => {
    expect(logRateEvidence(row, row.rate)).toBeCloseTo(row.log, 8);
  });
});
