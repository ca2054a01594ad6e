/** What came of making one artifact of a version again. */
export interface ArtifactComparison {
  readonly artifact: 'inputs' | 'training set' | 'model' | 'metrics' | 'threshold' | 'drift baseline';
  /**
   * - `identical`: the same bytes, or the same content in another wrapping, which `detail` names;
   * - `equal-within-tolerance`: numbers that differ by less than matters; `detail` says by how much;
   * - `differs`: `detail` says what, and `reasons` what explains it, as far as the records tell.
   */
  readonly verdict: 'identical' | 'equal-within-tolerance' | 'differs';
  readonly detail: string;
  readonly reasons: readonly string[];
}

/** Whether a version could be made again: none of its artifacts differs. */
export const isReproduced = (comparison: readonly ArtifactComparison[]): boolean =>
  comparison.every(({ verdict }) => verdict !== 'differs');
