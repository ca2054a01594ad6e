import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A file, and its name relative to what was asked for, with slashes. */
export interface LocalFile {
  readonly file: string;
  readonly name: string;
}

/**
 * The files that paths name: a file is itself, a directory all files below it, without hidden ones.
 * @throws Error where a path does not exist, or two files would have one name
 */
export async function listFiles(paths: readonly string[]): Promise<LocalFile[]> {
  const found: LocalFile[] = [];
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) {
      found.push({ file: path, name: basename(path) });
      continue;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const file = join(entry.parentPath, entry.name);
      const name = file.slice(join(path, '/').length).replaceAll('\\', '/');
      if (entry.isFile() && !name.split('/').some((part) => part.startsWith('.'))) found.push({ file, name });
    }
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  found.forEach(({ file, name }, index) => {
    const other = found[index + 1];
    if (other?.name === name) {
      throw new Error(
        `Cannot name '${file}' and '${other.file}' both '${name}': push them one after the other`,
      );
    }
  });
  return found;
}
