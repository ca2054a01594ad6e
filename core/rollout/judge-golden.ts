import { beginningOf } from '../beginning-of.ts';
import { probabilityIn } from '../features/probability-in.ts';
import type { GoldenRequest } from '../registry/model-definition.ts';
import type { GoldenResult } from './rollout.ts';

/** What one call of a golden request came to. */
export type GoldenCall =
  | { readonly body: string; readonly milliseconds: number }
  | { readonly error: string; readonly milliseconds: number };

/**
 * Judges the repeated calls of one golden request: each must be answered with a probability within the
 * request's bounds, and their median must not take longer than allowed. The first call warms up and does
 * not count for the time.
 * @param calls at least one
 */
export function judgeGolden(
  request: GoldenRequest,
  variant: string,
  calls: readonly GoldenCall[],
  maximumLatencyInMilliseconds: number,
): GoldenResult {
  const timed = (calls.length > 1 ? calls.slice(1) : calls).map(({ milliseconds }) => milliseconds);
  const milliseconds = Math.round(median(timed) * 10) / 10;
  const answers = calls.map((call) => ('error' in call ? null : probabilityIn(call.body)));
  const result = (passed: boolean, reason: string): GoldenResult => ({
    name: request.name,
    variant,
    probability: answers.at(-1) ?? null,
    milliseconds,
    calls: calls.length,
    passed,
    reason,
  });
  const bounds = `from ${request.minimum} to ${request.maximum}`;
  for (const [index, call] of calls.entries()) {
    if ('error' in call) return result(false, `expected a probability ${bounds}, received ${call.error}`);
    const probability = answers[index] ?? null;
    if (probability === null) {
      return result(false, `expected {"probability": …}, received ${beginningOf(call.body, 200)}`);
    }
    if (probability < request.minimum || probability > request.maximum) {
      return result(false, `expected a probability ${bounds}, received ${probability}`);
    }
  }
  if (milliseconds > maximumLatencyInMilliseconds) {
    const limit = `at most ${maximumLatencyInMilliseconds} ms`;
    return result(false, `expected an answer in ${limit}, received it in ${milliseconds} ms`);
  }
  return result(true, `a probability ${bounds} in ${milliseconds} ms`);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
