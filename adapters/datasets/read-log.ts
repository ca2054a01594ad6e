import { versionOfCommit } from '../../core/datasets/delta-log.ts';
import { dataPrefix } from '../../core/names.ts';
import { getText } from '../s3/get-text.ts';
import { listObjects } from '../s3/list-objects.ts';

const simultaneousReads = 16;

/**
 * Texts of all commits of a dataset: for what needs its whole history; `readTable` reads one version with far less.
 * @throws Error where a version is missing between others
 */
export async function readLog(bucket: string, dataset: string): Promise<string[]> {
  const listed = await listObjects(bucket, `${dataPrefix.table(dataset)}_delta_log/`);
  const keys = listed.map(({ key }) => key).filter((key) => versionOfCommit(key) !== null);
  keys.forEach((key, version) => {
    if (versionOfCommit(key) !== version) {
      throw new Error(`Cannot read the log of dataset '${dataset}': version ${version} is missing`);
    }
  });
  const texts: string[] = new Array(keys.length);
  let next = 0;
  const read = async (): Promise<void> => {
    while (next < keys.length) {
      const version = next++;
      texts[version] = await getText(bucket, keys[version]!);
    }
  };
  await Promise.all(Array.from({ length: simultaneousReads }, read));
  return texts;
}
