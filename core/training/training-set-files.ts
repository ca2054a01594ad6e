/** The files of a training set that the evaluation uses, below its prefix, and of the transform's output. */
export const trainingSetFiles = {
  /** Features with the label, row by row as in `evaluate`. */
  truth: (split: 'train' | 'validation' | 'holdout'): string => `truth/${split}.parquet`,
  /** What the batch transform reads: features alone, one JSON object a line. */
  evaluate: (split: 'validation' | 'holdout'): string => `evaluate/${split}.jsonl`,
  /** What it writes, below the run's evaluation prefix. */
  answers: (split: 'validation' | 'holdout'): string => `${split}.jsonl.out`,
  /** The model's definition that the set was made by. */
  definition: 'definition.json',
  labelColumn: 'label',
} as const;
