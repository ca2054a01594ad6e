/** From the version that added a data file up to the version that took it out, which lacks it. */
export interface FileLifetime {
  readonly path: string;
  readonly bytes: number;
  readonly from: number;
  /** Null while the newest version has it. */
  readonly until: number | null;
}

interface Action {
  readonly add?: { readonly path: string; readonly size: number };
  readonly remove?: { readonly path: string };
}

/**
 * Which versions have which data files. A file that was taken out and came back has two lifetimes.
 * @param commits texts of all commits, from 0 on
 */
export function fileLifetimes(commits: readonly string[]): FileLifetime[] {
  const ended: FileLifetime[] = [];
  const living = new Map<string, FileLifetime>();
  commits.forEach((text, version) => {
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const { add, remove } = JSON.parse(line) as Action;
      const gone = remove === undefined ? undefined : living.get(remove.path);
      if (gone !== undefined) {
        living.delete(gone.path);
        ended.push({ ...gone, until: version });
      }
      if (add !== undefined && !living.has(add.path)) {
        living.set(add.path, { path: add.path, bytes: add.size, from: version, until: null });
      }
    }
  });
  return [...ended, ...living.values()];
}
