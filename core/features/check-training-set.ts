import type { TrainingSet } from '../registry/records.ts';

/**
 * Why nothing can be learned or judged from a training set, or null where it can: a part without rows, or
 * with one class alone.
 */
export function trainingSetProblem({
  rows,
  positives,
  ranges,
}: Pick<TrainingSet, 'rows' | 'positives' | 'ranges'>): string | null {
  for (const part of ['train', 'validation', 'holdout'] as const) {
    const range = `${ranges[part].from} to ${ranges[part].to}`;
    if (rows[part] === 0) {
      return `the ${part} part (${range}) has no labelled row; upload the data of that time or change training.${part === 'train' ? 'holdoutDays' : `${part}Days`}`;
    }
    if (positives[part] === 0 || positives[part] === rows[part]) {
      const only = positives[part] === 0 ? 'negative' : 'positive';
      return `all ${rows[part]} rows of the ${part} part (${range}) are ${only}; both classes are needed, see training.label`;
    }
  }
  return null;
}
