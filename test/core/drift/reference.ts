import { readFileSync } from 'node:fs';

interface Bins {
  baseline: number[];
  current: number[];
  psi: number;
  jensenShannon: number;
  chiSquare: number;
  degreesOfFreedom: number;
  pValue: number;
}

interface Auc {
  probabilities: number[];
  labels: number[];
  auc: number;
  deLong: number;
  hanleyMcNeil: number;
  threshold: number;
  f1: number;
  brier: number;
  residual: number;
  residualError: number;
}

/** Numbers from scipy, scikit-learn and statsmodels: test/reference/drift/make.py. */
export const reference = JSON.parse(
  readFileSync(new URL('../../reference/drift/expected.json', import.meta.url), 'utf8'),
) as {
  regularizedGammaQ: { a: number; x: number; expected: number }[];
  normalTail: { z: number; expected: number }[];
  normalQuantile: { p: number; expected: number }[];
  wilson: { successes: number; trials: number; confidence: number; expected: [number, number] }[];
  holm: { p: number[]; expected: number[] }[];
  bins: Bins[];
  auc: Auc[];
};

/** Whether `actual` has the expected value's leading digits: 0 must be 0, and tiny tails count too. */
export function relativeError(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}
