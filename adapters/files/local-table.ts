import { constants } from 'node:fs';
import { access, copyFile, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FilePorts } from '../../core/datasets/commit-files.ts';
import { commitPath } from '../../core/datasets/delta-log.ts';
import { readTable } from '../../core/datasets/read-table.ts';
import { snapshotPath } from '../../core/datasets/table-snapshot.ts';

/**
 * A Delta table in a folder of this machine. What is written appears whole or not at all: it is written beside its
 * name and then named.
 * @param contentOf where the content of a file of the table comes from, by its path below the table
 */
export function localTable(
  root: string,
  dataset: string,
  contentOf: (path: string) => string,
): FilePorts & { readonly stored: { bytes: number; files: number } } {
  const stored = { bytes: 0, files: 0 };
  const writeBeside = async (path: string, text: string): Promise<string> => {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true });
    const beside = `${target}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
    await writeFile(beside, text);
    return beside;
  };
  return {
    stored,
    readTable: () =>
      readTable(
        {
          list: async (folder, after) => {
            const names = await readdir(join(root, folder)).catch(noneWhereNoFolder);
            return names
              .map((name) => `${folder}${name}`)
              .filter((path) => after === undefined || path > after)
              .sort();
          },
          read: (path) => readFile(join(root, path), 'utf8'),
        },
        dataset,
      ),
    store: async ({ path, bytes }) => {
      const target = join(root, path);
      if (await isThere(target)) return;
      await mkdir(dirname(target), { recursive: true });
      // The file system shares the blocks where it can.
      await copyFile(contentOf(path), `${target}.tmp`, constants.COPYFILE_FICLONE);
      await rename(`${target}.tmp`, target);
      stored.bytes += bytes;
      stored.files++;
    },
    addCommit: async (version, text) => {
      const beside = await writeBeside(commitPath(version), text);
      try {
        // Unlike a rename, a link never replaces what another writer has named so.
        await link(beside, join(root, commitPath(version)));
        stored.bytes += Buffer.byteLength(text);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
        throw error;
      } finally {
        await rm(beside);
      }
    },
    addSnapshot: async (version, text) => {
      await rename(await writeBeside(snapshotPath(version), text), join(root, snapshotPath(version)));
    },
  };
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

function noneWhereNoFolder(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
