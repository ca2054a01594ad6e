import { regularizedGammaQ } from './regularized-gamma.ts';

/**
 * The share of a standard normal distribution above `z`.
 * @example normalTail(1.6448536) // 0.05
 */
export function normalTail(z: number): number {
  const both = regularizedGammaQ(0.5, (z * z) / 2);
  return z >= 0 ? both / 2 : 1 - both / 2;
}

/**
 * The point of a standard normal distribution with the share `probability` below it: 1.96 for 0.975.
 * A bisection of `normalTail`, for confidence intervals and not for inner loops.
 * @param probability in (0, 1)
 * @throws Error outside of it
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new Error(`Cannot find the normal quantile of ${probability}: it must be between 0 and 1`);
  }
  let [low, high] = [-40, 40];
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > 1 - probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
