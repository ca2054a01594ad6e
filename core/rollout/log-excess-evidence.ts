import { type Counts, logLikelihood, logMixtureLikelihood } from './log-mixture-likelihood.ts';

/**
 * Log evidence that the candidate's error rate exceeds the baseline's by more than `margin`: the log of an
 * e-process for the null hypothesis "candidate ≤ baseline + margin". If the null is true, the chance that it
 * *ever* reaches ln(1/α), looked at after each request if one likes, is at most α (Ville's inequality); so it
 * may be watched, stopped and resumed at will, where a fixed-sample test repeated at each look would not hold.
 *
 * It is the product of both streams' mixture martingales, taken at the null's best explanation of the data
 * (the infimum of test martingales: Wasserman, Ramdas & Balakrishnan, "Universal inference", PNAS 117, 2020;
 * for two Bernoulli streams compare Turner, Ly & Grünwald, arXiv:2106.02693). It depends on the totals alone:
 * neither the order nor the share of the requests matters, and metrics may be read again or late.
 * @param margin in [0, 1)
 * @returns at most about 0 where the data agree with the null; 4.6 is evidence at α = 0.01
 */
export function logExcessEvidence(candidate: Counts, baseline: Counts, margin: number): number {
  return (
    logMixtureLikelihood(candidate) + logMixtureLikelihood(baseline) - nullFit(candidate, baseline, margin)
  );
}

/** Log likelihood of the null's best explanation. */
function nullFit(candidate: Counts, baseline: Counts, margin: number): number {
  const rate = ({ events, requests }: Counts) => (requests === 0 ? 0 : events / requests);
  if (rate(candidate) <= rate(baseline) + margin) {
    return logLikelihood(candidate, rate(candidate)) + logLikelihood(baseline, rate(baseline));
  }
  // The likelihood is concave, so its constrained maximum lies on the border: candidate = baseline + margin.
  let low = 0;
  let high = 1 - margin;
  for (let iteration = 0; iteration < 80; iteration++) {
    const middle = (low + high) / 2;
    const rising = slope(candidate, middle + margin) + slope(baseline, middle) > 0;
    if (rising) low = middle;
    else high = middle;
  }
  const best = (low + high) / 2;
  return logLikelihood(candidate, best + margin) + logLikelihood(baseline, best);
}

/** Derivative of the log likelihood by the rate. */
const slope = ({ requests, events }: Counts, rate: number): number =>
  (events === 0 ? 0 : events / rate) - (requests === events ? 0 : (requests - events) / (1 - rate));
