import { copyFile, link } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * Puts a file where a database that may touch one folder alone finds it: the engine follows no symbolic link out of
 * that folder, so it is linked hard, and copied where the folder lies on another disk.
 */
export async function placeFile(file: string, at: string): Promise<void> {
  try {
    await link(resolve(file), at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(file, at);
  }
}
