import type { ArtifactComparison } from './artifact-comparison.ts';

/** SHA-256 of each file of a training set, by its path below the set's prefix; a file that is not there is left out. */
export type FileDigests = Readonly<Record<string, string>>;

/** Two features that differ by no more, relative to the larger where that is above 1, are the same: a sum may be added up in another order. */
export const featureTolerance = 1e-9;

/** How the rows of one file differ. */
export interface RowComparison {
  readonly file: string;
  /** Columns that one of both lacks, or has in another type or place, in words; where there are any, no rows are compared. */
  readonly columns: readonly string[];
  /** Rows, as a multiset, of one that the other has none like, within `featureTolerance`. */
  readonly onlyRecorded: number;
  readonly onlyMade: number;
  /** Rows of the same id and event time whose value differs by more than the tolerance, by column. */
  readonly values: Readonly<Record<string, number>>;
  /** Largest difference within the tolerance; 0 where the rows are the same. */
  readonly largest: number;
}

/**
 * Compares two training sets: file by file, and each file whose bytes differ by the rows in it. A changed file whose
 * rows nobody has compared differs.
 * @param rows of the files that differ, as far as they have rows
 */
export function compareTrainingSet(
  recorded: FileDigests,
  made: FileDigests,
  rows: readonly RowComparison[],
): ArtifactComparison {
  const say = (verdict: ArtifactComparison['verdict'], detail: string): ArtifactComparison => ({
    artifact: 'training set',
    verdict,
    detail,
    reasons: [],
  });
  const files = [...new Set([...Object.keys(recorded), ...Object.keys(made)])];
  const changed = files.filter((file) => recorded[file] !== made[file]);
  if (changed.length === 0) return say('identical', `${files.length} files, byte by byte`);
  const differences = changed.flatMap((file) => {
    if (recorded[file] === undefined) return [`${file} is not in the recorded set`];
    if (made[file] === undefined) return [`${file} is not in the one made now`];
    const compared = rows.find((comparison) => comparison.file === file);
    return compared === undefined ? [`${file} has another content`] : rowDifferences(compared);
  });
  if (differences.length > 0) return say('differs', differences.join('; '));
  const written = `${changed.length} of ${files.length} files are written differently`;
  const largest = Math.max(...rows.map((comparison) => comparison.largest));
  return largest === 0
    ? say('identical', `the same rows; ${written}`)
    : say(
        'equal-within-tolerance',
        `${written}; numbers in them differ by at most ${largest.toExponential(1)} of at most ${featureTolerance}`,
      );
}

function rowDifferences({ file, columns, onlyRecorded, onlyMade, values }: RowComparison): string[] {
  if (columns.length > 0) return [`${file}: ${columns.join(', ')}`];
  if (onlyRecorded + onlyMade === 0) return [];
  const by = Object.entries(values).map(([name, count]) => `${name} in ${count}`);
  return [
    `${file}: ${onlyRecorded} rows only in the recorded set, ${onlyMade} only in the one made now${by.length === 0 ? '' : ` (${by.join(', ')})`}`,
  ];
}
