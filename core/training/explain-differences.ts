import type { ArtifactComparison } from './artifact-comparison.ts';

/** In the order in which one follows from the other. */
const order: readonly ArtifactComparison['artifact'][] = [
  'inputs',
  'training set',
  'model',
  'metrics',
  'threshold',
  'drift baseline',
];

/**
 * Adds to each artifact that is not identical what explains it: the first artifact before it that is not, else the programs
 * that are not those of then, Ballast's own code among them, else that nothing which is recorded explains it.
 * @param toolchain differences of the programs
 */
export function explainDifferences(
  comparison: readonly ArtifactComparison[],
  toolchain: readonly string[],
): ArtifactComparison[] {
  return order.flatMap((name) => {
    const found = comparison.find(({ artifact }) => artifact === name);
    if (found === undefined) return [];
    if (found.verdict === 'identical' || name === 'inputs') return [found];
    const cause = order
      .slice(0, order.indexOf(name))
      // Also one that is equal within tolerance: a tree splits on the last digit.
      .find((before) =>
        comparison.some(({ artifact, verdict }) => artifact === before && verdict !== 'identical'),
      );
    const reasons =
      cause !== undefined
        ? [`follows from the ${cause}`]
        : toolchain.length > 0
          ? [...toolchain]
          : [
              'no recorded input or program differs: look for what the script takes from elsewhere, such as threads or the clock',
            ];
    return [{ ...found, reasons }];
  });
}
