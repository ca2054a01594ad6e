const splits = ['train', 'validation', 'holdout'] as const;
type Split = (typeof splits)[number];
type JudgedSplit = Exclude<Split, 'train'>;

/** The files of a training set that the evaluation uses, below its prefix, and of the transform's output. */
export const trainingSetFiles = {
  /** Features with the label, row by row as in `evaluate`. */
  truth: (split: Split): string => `truth/${split}.parquet`,
  /** What the training job reads: features and label. */
  learn: (split: 'train' | 'validation'): string => `${split}/data.parquet`,
  /** What the batch transform reads: features alone, one JSON object a line. */
  evaluate: (split: JudgedSplit): string => `evaluate/${split}.jsonl`,
  /** What it writes, below the run's evaluation prefix. */
  answers: (split: JudgedSplit): string => `${split}.jsonl.out`,
  /** Names and types of the features, for the scripts. */
  schema: 'schema/features.json',
  /** The model's definition that the set was made by. */
  definition: 'definition.json',
  labelColumn: 'label',
} as const;

/** The files that make a training set what it is: those with rows by which a row is known first. */
export const trainingSetContent: readonly string[] = [
  ...splits.map(trainingSetFiles.truth),
  trainingSetFiles.learn('train'),
  trainingSetFiles.learn('validation'),
  trainingSetFiles.evaluate('validation'),
  trainingSetFiles.evaluate('holdout'),
  trainingSetFiles.schema,
];
