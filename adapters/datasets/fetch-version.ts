import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Access, allow } from '../../core/access.ts';
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
const dataFilePath = /^part-[0-9a-f]{64}\.parquet$/;

/**
 * Downloads the Parquet files of one dataset version to `<directory>/<dataset>/`.
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
  if (!dataFilePath.test(file.path)) {
    throw new Error(`Cannot fetch '${file.path}' of dataset '${dataset}': not the name of a data file`);
  }
  const local = join(target, file.path);
  await getObjectToFile({ bucket, key: `${dataPrefix.table(dataset)}${file.path}`, file: local });
  const { size } = await stat(local);
  if (size !== file.bytes) {
    throw new Error(
      `Cannot use '${file.path}' of dataset '${dataset}': ${size} bytes, its version says ${file.bytes}`,
    );
  }
}
