import { logExcessEvidence } from './log-excess-evidence.ts';
import { logRateEvidence } from './log-rate-evidence.ts';
import type { RolloutPlan } from './plan-rollout.ts';
import { slowerThan } from './slower-than.ts';
import type { LatencyMinute, VariantMetrics } from './variant-metrics.ts';

/**
 * - `promote`: enough requests, no evidence of harm, and what was seen lies within the margins;
 * - `rollback`: evidence, at the plan's α, that the candidate does harm;
 * - `inconclusive`: the data cannot decide (yet); never taken for health.
 */
export type Verdict = 'promote' | 'rollback' | 'inconclusive';

/** A verdict with the numbers that it rests on. */
export interface Judgment {
  readonly verdict: Verdict;
  /** One sentence with the numbers. */
  readonly reason: string;
  /** Candidate's requests since the step's start. */
  readonly stepRequests: number;
  readonly candidate: VariantNumbers;
  readonly baseline: VariantNumbers;
  /** Natural logarithm of the evidence that the error rate exceeds the baseline's plus the margin. */
  readonly errorEvidence: number;
  /** Natural logarithm of the evidence that more than a tenth of the requests exceed the latency limit. */
  readonly latencyEvidence: number;
  /** Evidence from which the verdict is rollback. */
  readonly evidenceLimit: number;
  /** p90 that the candidate must not exceed, in milliseconds; null without a baseline to compare with. */
  readonly latencyLimit: number | null;
}

export interface VariantNumbers {
  readonly requests: number;
  readonly errors: number;
  /** Mean of the minutes' 90th percentiles, weighted by their requests, in milliseconds; null without requests. */
  readonly p90: number | null;
}

/** A difference of latency below this is noise, whatever the ratio. */
const latencyFloorInMilliseconds = 10;

/**
 * Judges one step of a rollout: the candidate against the baseline that served at the same time, over all
 * requests since the candidate joined. α is shared between errors and latency, and both tests stay valid
 * however often one looks, so a harmless candidate is rolled back with a chance of at most α.
 * @param stepRequests requests that the candidate served in this step
 */
export function judgeStep(observed: {
  readonly candidate: VariantMetrics;
  readonly baseline: VariantMetrics;
  readonly stepRequests: number;
  readonly plan: RolloutPlan;
}): Judgment {
  const { plan, stepRequests } = observed;
  const candidate = numbersOf(observed.candidate);
  const baseline = numbersOf(observed.baseline);
  const evidenceLimit = Math.log(2 / plan.alpha);

  const errorEvidence = logExcessEvidence(
    { requests: candidate.requests, events: candidate.errors },
    { requests: baseline.requests, events: baseline.errors },
    plan.errorMargin,
  );
  const latencyLimit =
    baseline.p90 === null || baseline.requests < plan.minimumRequests
      ? null
      : Math.max(baseline.p90 * plan.latencyRatio, baseline.p90 + latencyFloorInMilliseconds);
  const measured = observed.candidate.latency.reduce((sum, minute) => sum + minute.requests, 0);
  const latencyEvidence =
    latencyLimit === null
      ? 0
      : logRateEvidence(
          { requests: measured, events: slowerThan(observed.candidate.latency, latencyLimit) },
          0.1,
        );

  const judged = (verdict: Verdict, reason: string): Judgment => ({
    verdict,
    reason,
    stepRequests,
    candidate,
    baseline,
    errorEvidence,
    latencyEvidence,
    evidenceLimit,
    latencyLimit,
  });
  const errors = `errors ${percent(candidate)} of ${candidate.requests} requests, baseline ${percent(baseline)} of ${baseline.requests}`;
  const latency = `p90 ${inMilliseconds(candidate.p90)}, limit ${inMilliseconds(latencyLimit)}, baseline ${inMilliseconds(baseline.p90)}`;

  if (errorEvidence >= evidenceLimit) {
    return judged('rollback', `The candidate fails more often than the baseline: ${errors}`);
  }
  if (latencyEvidence >= evidenceLimit) {
    return judged('rollback', `The candidate is slower than the baseline allows: ${latency}`);
  }
  if (stepRequests < plan.minimumRequests) {
    const need = `${stepRequests} of ${plan.minimumRequests} requests that the step needs`;
    return judged('inconclusive', `The candidate has served ${need}`);
  }
  if (baseline.requests < plan.minimumRequests) {
    const need = `${baseline.requests} of the ${plan.minimumRequests} requests that a comparison needs`;
    return judged('inconclusive', `The baseline has served ${need}`);
  }
  if (rateOf(candidate) > rateOf(baseline) + plan.errorMargin) {
    return judged('inconclusive', `More errors than the margin allows, not yet proven: ${errors}`);
  }
  if (latencyLimit === null || candidate.p90 === null || measured < plan.minimumRequests) {
    return judged('inconclusive', `Latency of ${measured} requests is known, too few to compare`);
  }
  if (candidate.p90 > latencyLimit) {
    return judged('inconclusive', `Slower than the limit, not yet proven: ${latency}`);
  }
  return judged('promote', `No evidence of harm: ${errors}; ${latency}`);
}

function numbersOf({ requests, errors, latency }: VariantMetrics): VariantNumbers {
  // A metric that lags behind the other must not make more errors than requests.
  return { requests, errors: Math.min(errors, requests), p90: meanP90(latency) };
}

function meanP90(minutes: readonly LatencyMinute[]): number | null {
  const requests = minutes.reduce((sum, minute) => sum + minute.requests, 0);
  if (requests === 0) return null;
  return minutes.reduce((sum, minute) => sum + minute.p90 * minute.requests, 0) / requests;
}

const rateOf = ({ requests, errors }: VariantNumbers): number => (requests === 0 ? 0 : errors / requests);
const percent = (numbers: VariantNumbers): string => `${(rateOf(numbers) * 100).toFixed(1)} %`;
const inMilliseconds = (value: number | null): string =>
  value === null ? 'unknown' : `${value.toFixed(0)} ms`;
