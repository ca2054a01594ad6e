import { type Access, allow } from '../../core/access.ts';
import { type ReadTable, readTable as readFrom } from '../../core/datasets/read-table.ts';
import { dataPrefix } from '../../core/names.ts';
import { getObjectActions } from '../s3/get-object-to-file.ts';
import { getText } from '../s3/get-text.ts';
import { listObjects, listObjectsActions } from '../s3/list-objects.ts';

/** What a function needs to read any dataset's log. */
export const readTableAccess: readonly Access[] = [
  allow(listObjectsActions, 'data-bucket'),
  allow(getObjectActions, 'data-bucket', 'datasets/*'),
];

/**
 * A dataset's table as its log says, now or as of a version.
 * @throws Error where the log has no such version
 */
export function readTable(bucket: string, dataset: string, version?: number): Promise<ReadTable> {
  const root = dataPrefix.table(dataset);
  const store = {
    list: async (folder: string, after?: string) => {
      const listed = await listObjects(
        bucket,
        `${root}${folder}`,
        after === undefined ? undefined : `${root}${after}`,
      );
      return listed.map(({ key }) => key.slice(root.length));
    },
    read: (path: string) => getText(bucket, `${root}${path}`),
  };
  return readFrom(store, dataset, version);
}
