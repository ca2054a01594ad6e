import type { ArtifactComparison } from './artifact-comparison.ts';

/** SHA-256 of each file of a training set, by its path below the set's prefix. */
export type FileDigests = Readonly<Record<string, string>>;

/** How the rows of one part differ. */
export interface RowDifference {
  readonly split: string;
  /** Rows, as a multiset, that only one of both has. */
  readonly onlyRecorded: number;
  readonly onlyMade: number;
  /** Rows of the same id and event time whose value differs, by column; columns that do not differ are left out. */
  readonly columns: Readonly<Record<string, number>>;
}

/**
 * Compares two training sets: file by file, and where the bytes differ, by the rows in them.
 * @param rows per split; looked at only where a digest differs
 */
export function compareTrainingSet(
  recorded: FileDigests,
  made: FileDigests,
  rows: readonly RowDifference[],
): ArtifactComparison {
  const say = (verdict: ArtifactComparison['verdict'], detail: string): ArtifactComparison => ({
    artifact: 'training set',
    verdict,
    detail,
    reasons: [],
  });
  const files = [...new Set([...Object.keys(recorded), ...Object.keys(made)])].sort();
  const changed = files.filter((file) => recorded[file] !== made[file]);
  if (changed.length === 0) return say('identical', `${files.length} files, byte by byte`);
  const differing = rows.filter(({ onlyRecorded, onlyMade }) => onlyRecorded + onlyMade > 0);
  if (differing.length === 0 && rows.length > 0) {
    return say(
      'identical',
      `the same rows; ${changed.length} of ${files.length} files are written differently`,
    );
  }
  const parts = differing.map(({ split, onlyRecorded, onlyMade, columns }) => {
    const by = Object.entries(columns)
      .map(([name, count]) => `${name} in ${count}`)
      .join(', ');
    return `${split}: ${onlyRecorded} rows only in the recorded set, ${onlyMade} only in the one made now${by === '' ? '' : ` (${by})`}`;
  });
  return say('differs', parts.length > 0 ? parts.join('; ') : changed.join(', '));
}
