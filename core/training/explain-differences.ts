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
 * Adds to each artifact that differs what explains it: the first artifact before it that differs, else the programs
 * that are not those of then, else that nothing which is recorded explains it.
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
      .find((before) =>
        comparison.some(({ artifact, verdict }) => artifact === before && verdict === 'differs'),
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
