import { type Counts, logLikelihood, logMixtureLikelihood } from './log-mixture-likelihood.ts';

/**
 * Log evidence that one stream's rate exceeds `rate`: the log of an e-process for the null hypothesis
 * "rate ≤ `rate`", valid however often one looks (see `log-excess-evidence.ts`).
 * @param rate in (0, 1)
 */
export function logRateEvidence(counts: Counts, rate: number): number {
  const observed = counts.requests === 0 ? 0 : counts.events / counts.requests;
  return logMixtureLikelihood(counts) - logLikelihood(counts, Math.min(observed, rate));
}
