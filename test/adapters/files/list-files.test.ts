import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listFiles } from '../../../adapters/files/list-files.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballast-list-'));
  for (const file of ['b.csv', 'a.csv', 'in/deep/c.csv', '.hidden/d.csv', 'in/.DS_Store', 'other/a.csv']) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), '');
  }
});
afterEach(() => rmSync(root, { recursive: true }));

const named = async (...paths: string[]): Promise<string[]> =>
  (await listFiles(paths.map((path) => join(root, path)))).map(({ name }) => name);

it('names what is below a directory by its way there, in order, without hidden files', async () => {
  expect(await named('.')).toEqual(['a.csv', 'b.csv', 'in/deep/c.csv', 'other/a.csv']);
  expect(await named('in', 'b.csv')).toEqual(['b.csv', 'deep/c.csv']);
});

it('refuses two files of one name, wherever they are', async () => {
  await expect(named('b.csv', 'a.csv', 'other')).rejects.toThrow(
    "both 'a.csv': push them one after the other",
  );
});

it('refuses a path that is not there', async () => {
  await expect(named('none.csv')).rejects.toThrow('ENOENT');
});
