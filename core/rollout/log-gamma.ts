/** Lanczos coefficients for g = 7, n = 9 (P. Godfrey, 2001): about 15 correct digits for x ≥ 0.5. */
const coefficients = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/**
 * Natural logarithm of the gamma function, by Lanczos' approximation (SIAM J. Numer. Anal. B 1, 1964).
 * @param x at least 0.5
 * @throws RangeError below 0.5
 * @example logGamma(0.5) // ln √π = 0.5723649429247001
 */
export function logGamma(x: number): number {
  if (!(x >= 0.5)) throw new RangeError(`Cannot take the log gamma of ${x}: it must be at least 0.5`);
  const z = x - 1;
  let sum = coefficients[0]!;
  for (let index = 1; index < coefficients.length; index++) sum += coefficients[index]! / (z + index);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}
