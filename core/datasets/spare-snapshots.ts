/** Of so many commits one snapshot stays: whoever reads an old version replays at most these. */
const commitsPerOldSnapshot = 1_024;
/** So many of the newest stay: a writer or reader of the head may be about to read one. */
const newest = 2;

/**
 * The snapshots that a table can do without. Each names every file of its version, so that all of them together would grow
 * with the square of the log.
 * @param versions that have a snapshot, in any order
 */
export function spareSnapshots(versions: readonly number[]): number[] {
  const ordered = [...versions].sort((a, b) => a - b);
  const stretch = (version: number): number => Math.floor(version / commitsPerOldSnapshot);
  return ordered
    .slice(0, -newest)
    .filter((version, index) => index > 0 && stretch(version) === stretch(ordered[index - 1]!));
}
