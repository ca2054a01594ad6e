import type { Confusion } from './confusion.ts';

/** A share; 0 where there is nothing to share in, as scikit-learn's `zero_division=0`. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** The share of all predictions that were right. */
export const accuracy = (c: Confusion): number =>
  share(
    c.truePositives + c.trueNegatives,
    c.truePositives + c.falsePositives + c.trueNegatives + c.falseNegatives,
  );

/** The share of positive predictions that were right. */
export const precision = (c: Confusion): number => share(c.truePositives, c.truePositives + c.falsePositives);

/** The share of positives that were predicted. */
export const recall = (c: Confusion): number => share(c.truePositives, c.truePositives + c.falseNegatives);

/** The harmonic mean of precision and recall. */
export const f1 = (c: Confusion): number =>
  share(2 * c.truePositives, 2 * c.truePositives + c.falsePositives + c.falseNegatives);
