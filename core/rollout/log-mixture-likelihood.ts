import { logGamma } from './log-gamma.ts';

/** What was counted in one stream of requests. */
export interface Counts {
  readonly requests: number;
  /** Requests that went wrong, at most `requests`. */
  readonly events: number;
}

/**
 * Log likelihood of one sequence of Bernoulli outcomes, averaged over all rates under Jeffreys' prior
 * Beta(½, ½): the "Krichevsky–Trofimov" mixture. Divided by the likelihood at the true rate it is a
 * nonnegative martingale that starts at 1 (Robbins, Ann. Math. Stat. 41, 1970), however often one looks.
 * @example logMixtureLikelihood({ requests: 1, events: 1 }) // ln ½
 */
export function logMixtureLikelihood({ requests, events }: Counts): number {
  return (
    logGamma(events + 0.5) + logGamma(requests - events + 0.5) - logGamma(requests + 1) - 2 * logGamma(0.5)
  );
}

/** Log likelihood of one sequence of outcomes at a rate in [0, 1]. */
export function logLikelihood({ requests, events }: Counts, rate: number): number {
  return times(events, Math.log(rate)) + times(requests - events, Math.log1p(-rate));
}

/** 0 · (−∞) is 0 here: an outcome that never happened says nothing. */
const times = (count: number, log: number): number => (count === 0 ? 0 : count * log);
