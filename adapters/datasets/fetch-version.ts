import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Access, allow } from '../../core/access.ts';
import { isDataFile } from '../../core/datasets/is-data-file.ts';
import { dataPrefix } from '../../core/names.ts';
import { datasetVersionKey } from '../../core/registry/keys.ts';
import type { DataFile, DatasetVersionRecord } from '../../core/registry/records.ts';
import { getRecord, getRecordActions } from '../dynamodb/get-record.ts';
import { getObjectToFile } from '../s3/get-object-to-file.ts';
import { readTable, readTableAccess } from './read-table.ts';

/** What a function needs to read versions of any dataset. */
export const fetchVersionAccess: readonly Access[] = [
  allow(getRecordActions, 'registry'),
  ...readTableAccess,
];

export interface FetchedVersion {
  readonly record: DatasetVersionRecord;
  /** Absolute paths of the version's Parquet files, for DuckDB's `read_parquet`. */
  readonly files: readonly string[];
}

const simultaneousDownloads = 8;

/**
 * Downloads the Parquet files of one dataset version to `<directory>/<dataset>/`, without those that are there: a file's
 * name is its content. One that is half there has another name.
 * @throws Error if the version does not exist or was given up to collection, or a file is not as long as the version says
 */
export async function fetchVersion(request: {
  readonly bucket: string;
  /** The registry's table. */
  readonly table: string;
  readonly dataset: string;
  readonly version: number;
  readonly directory: string;
  /** Leaves out the files whose events are all older: milliseconds since 1970 in UTC. */
  readonly since?: number;
}): Promise<FetchedVersion> {
  const { bucket, table, dataset, version, directory, since } = request;
  const record = await getRecord<DatasetVersionRecord>(table, datasetVersionKey(dataset, version));
  if (record === null) {
    throw new Error(
      `Cannot fetch version ${version} of dataset '${dataset}': the registry has no such version`,
    );
  }
  if (record.expiredAt !== undefined) {
    throw new Error(
      `Cannot fetch version ${version} of dataset '${dataset}': it was given up to collection at ${record.expiredAt}; \`ballast data log ${dataset}\` names the versions that are there`,
    );
  }
  const { state } = await readTable(bucket, dataset, version);
  const target = join(directory, dataset);
  await mkdir(target, { recursive: true });
  const wanted = state.files.filter(({ to }) => since === undefined || Date.parse(to) >= since);
  const waiting = [...wanted];
  const download = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      await fetchFile(bucket, dataset, file, target);
    }
  };
  await Promise.all(Array.from({ length: simultaneousDownloads }, download));
  return { record, files: wanted.map(({ path }) => join(target, path)) };
}

async function fetchFile(bucket: string, dataset: string, file: DataFile, target: string): Promise<void> {
  if (!isDataFile(file.path)) {
    throw new Error(`Cannot fetch '${file.path}' of dataset '${dataset}': not the name of a data file`);
  }
  const local = join(target, file.path);
  if ((await sizeOf(local)) === file.bytes) return;
  const arriving = join(target, `.${file.path}.${randomUUID()}`);
  try {
    await getObjectToFile({ bucket, key: `${dataPrefix.table(dataset)}${file.path}`, file: arriving });
    const { size } = await stat(arriving);
    if (size !== file.bytes) {
      throw new Error(
        `Cannot use '${file.path}' of dataset '${dataset}': ${size} bytes, its version says ${file.bytes}`,
      );
    }
    await rename(arriving, local);
  } finally {
    await rm(arriving, { force: true });
  }
}

/** In bytes; null where the file is not there. */
async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
