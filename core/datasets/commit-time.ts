/**
 * The time of a commit, ISO 8601: now, and at least a millisecond after its parent's, so that a later version never has an
 * earlier time, whichever of two writers has the slower clock.
 * @param parent time of the commit before, or null for the first one
 */
export function commitTime(now: string, parent: string | null): string {
  if (parent === null) return now;
  return new Date(Math.max(Date.parse(now), Date.parse(parent) + 1)).toISOString();
}
