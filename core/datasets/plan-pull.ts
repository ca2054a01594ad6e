import { isDataFile } from './is-data-file.ts';

/** What becomes of the data files in a directory into which a version is pulled. */
export interface PullPlan {
  /** An earlier pull brought them, and the version does not have them: they go when the version is there. */
  readonly removes: readonly string[];
  /** Nobody knows who brought them: a reader would take them for part of the version. */
  readonly foreign: readonly string[];
}

/**
 * A directory that holds a version holds no other data file.
 * @param present names of all files in the directory
 * @param pulled names that earlier pulls brought
 * @param wanted names of the version's files
 */
export function planPull(
  present: readonly string[],
  pulled: readonly string[],
  wanted: readonly string[],
): PullPlan {
  const others = present.filter((name) => isDataFile(name) && !wanted.includes(name));
  return {
    removes: others.filter((name) => pulled.includes(name)),
    foreign: others.filter((name) => !pulled.includes(name)),
  };
}
