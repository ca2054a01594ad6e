import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { getObjectToFile } from '../../adapters/s3/get-object-to-file.ts';
import { type ListedObject, listObjects } from '../../adapters/s3/list-objects.ts';
import { parseS3Uri } from './s3-uri.ts';

/** An object below an S3Prefix, with its path relative to the prefix's last folder. */
export interface PrefixedObject extends ListedObject {
  readonly bucket: string;
  readonly path: string;
}

/** The objects of an `S3Prefix` data source: folders' own markers are none. */
export async function listPrefix(uri: string): Promise<PrefixedObject[]> {
  const { bucket, key: prefix } = parseS3Uri(uri);
  const objects = await listObjects(bucket, prefix);
  return objects
    .filter(({ key }) => !key.endsWith('/'))
    .map((object) => ({ ...object, bucket, path: relativePath(prefix, object.key) }));
}

/** `in/` and `in/a/b.csv` give `a/b.csv`; so do `in/a/b` and `in/a/b.csv` give `b.csv`. */
export const relativePath = (prefix: string, key: string): string => key.slice(prefix.lastIndexOf('/') + 1);

/** Whether a key's rest names a file below a folder, and cannot lead out of it. */
export const isPathBelow = (path: string): boolean =>
  !path.split('/').some((part) => part === '' || part === '.' || part === '..') && !path.includes('\0');

/**
 * Downloads the objects below a prefix into a folder.
 * @throws Error when a key cannot be a path below the folder
 */
export async function downloadPrefix(uri: string, folder: string): Promise<number> {
  const objects = await listPrefix(uri);
  for (const { bucket, key, path } of objects) {
    if (!isPathBelow(path)) {
      throw new Error(`Cannot download s3://${bucket}/${key}: its key is no path below a folder`);
    }
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await getObjectToFile({ bucket, key, file });
  }
  return objects.length;
}

/** Downloads one object to a file. */
export async function downloadObject(uri: string, file: string): Promise<void> {
  const { bucket, key } = parseS3Uri(uri);
  await mkdir(dirname(file), { recursive: true });
  await getObjectToFile({ bucket, key, file });
}
