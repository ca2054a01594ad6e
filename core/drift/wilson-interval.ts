import { normalQuantile } from './normal-distribution.ts';

/**
 * Wilson's interval: between which bounds a rate lies, given how often it was seen. It stays within [0, 1] and
 * is honest for few trials and for no success at all, where the textbook's interval has length 0.
 *
 * Source: E. Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927).
 * @param confidence in (0, 1), two-sided
 * @returns [0, 1] for no trial: nothing is known
 * @example wilsonInterval(0, 10) // [0, 0.2775]
 * @throws Error when there are more successes than trials, or fewer than none
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  confidence = 0.95,
): readonly [number, number] {
  if (!(successes >= 0 && successes <= trials)) {
    throw new Error(
      `Cannot bound a rate of ${successes} in ${trials}: successes must lie between 0 and the trials`,
    );
  }
  if (trials === 0) return [0, 1];
  const z = normalQuantile(0.5 + confidence / 2);
  const rate = successes / trials;
  const shrink = 1 + (z * z) / trials;
  const centre = (rate + (z * z) / (2 * trials)) / shrink;
  const half = (z / shrink) * Math.sqrt((rate * (1 - rate)) / trials + (z * z) / (4 * trials * trials));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
