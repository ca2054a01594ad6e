import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Copies files as a fetched version has them: below a directory of its own, which is all that the engine may read. */
export const copyFiles = (files: readonly string[], directory: string): string[] =>
  files.map((file) => {
    const copy = join(directory, basename(file));
    copyFileSync(file, copy);
    return copy;
  });
