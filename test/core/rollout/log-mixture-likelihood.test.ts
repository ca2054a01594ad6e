import { describe, expect, it } from 'vitest';
import { logMixtureLikelihood } from '../../../core/rollout/log-mixture-likelihood.ts';
import reference from '../../reference/rollout/evidence.json' with { type: 'json' };

describe('logMixtureLikelihood', () => {
  it.each(reference.mixture)("of $events events in $requests requests is exact arithmetic's", (row) => {
    expect(logMixtureLikelihood(row)).toBeCloseTo(row.log, 8);
  });
});
