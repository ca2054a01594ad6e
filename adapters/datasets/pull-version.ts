import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { planPull } from '../../core/datasets/plan-pull.ts';
import { type FetchedVersion, fetchVersion } from './fetch-version.ts';
import { readTable } from './read-table.ts';

/** Beside the files: which of them pulls have brought. Readers of Parquet skip names that begin with a dot. */
export const pullManifest = '.ballast-pull.json';

const manifestSchema = v.object({ files: v.array(v.string()) });

/**
 * Fetches a version to `<directory>/<dataset>/` for somebody to keep: what an earlier pull brought and this version does
 * not have is gone afterwards.
 * @throws Error where the directory has data files that no pull is known to have brought, and as `fetchVersion`
 */
export async function pullVersion(request: {
  readonly bucket: string;
  readonly table: string;
  readonly dataset: string;
  readonly version: number;
  readonly directory: string;
}): Promise<FetchedVersion> {
  const { bucket, dataset, version, directory } = request;
  const target = join(directory, dataset);
  await mkdir(target, { recursive: true });
  const wanted = (await readTable(bucket, dataset, version)).state.files.map(({ path }) => path);
  const pulled = await readManifest(join(target, pullManifest));
  const { removes, foreign } = planPull(await readdir(target), pulled, wanted);
  if (foreign.length > 0) {
    throw new Error(
      `Cannot pull version ${version} of '${dataset}' to '${target}': it has ${foreign.length} data files of other versions, such as '${foreign[0]}', that no pull is known to have brought; remove them, or pull to another directory`,
    );
  }
  const remember = (files: readonly string[]): Promise<void> =>
    writeFile(join(target, pullManifest), `${JSON.stringify({ dataset, version, files }, null, 1)}\n`);
  // Before the first file comes, so that a pull that is killed leaves none that nobody knows.
  await remember([...new Set([...removes, ...wanted])]);
  const fetched = await fetchVersion(request);
  for (const name of removes) await rm(join(target, name), { force: true });
  await remember(fetched.files.map((file) => basename(file)));
  return fetched;
}

async function readManifest(file: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), manifestSchema), text);
  if (parsed.success) return parsed.output.files;
  throw new Error(
    `Cannot read '${file}': a pull did not write it so; remove it with the data files beside it`,
  );
}
