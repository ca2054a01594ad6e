import { logGamma } from '../rollout/log-gamma.ts';

/**
 * Upper regularized incomplete gamma function Q(a, x): the share of a gamma distribution of shape `a` that lies
 * above `x`. The tail of a chi-square distribution with k degrees of freedom above c is Q(k/2, c/2); twice
 * the tail of a normal distribution above z is Q(1/2, z²/2).
 *
 * A series below a + 1, a continued fraction (modified Lentz) above.
 * Source: W. Press et al., Numerical Recipes, 3rd edition, 6.2; NIST DLMF 8.9 and 8.11.
 * @param a shape, at least 0.5
 * @param x at least 0; infinity gives 0
 * @example regularizedGammaQ(0.5, 1.92072941) // 0.05
 * @throws Error when an argument is out of its range
 */
export function regularizedGammaQ(a: number, x: number): number {
  if (!(a >= 0.5) || !(x >= 0)) {
    throw new Error(`Cannot compute Q(${a}, ${x}): the shape must be at least 0.5 and x at least 0`);
  }
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * lowerSeries(a, x) : scale * upperFraction(a, x);
}

// The number of terms grows with the square root of the shape: this suffices for a million degrees of freedom.
const terms = 10_000;

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= terms && Math.abs(term) > Math.abs(sum) * Number.EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; i <= terms; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    d = 1 / d;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < Number.EPSILON) break;
  }
  return fraction;

  function nonZero(value: number): number {
    return Math.abs(value) < tiny ? tiny : value;
  }
}
