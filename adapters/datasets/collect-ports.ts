import type { CollectPorts } from '../../core/datasets/collect-versions.ts';
import { listReferences } from '../../core/datasets/list-references.ts';
import { snapshotFolder, snapshotPath, versionOfSnapshot } from '../../core/datasets/table-snapshot.ts';
import { trainedModels } from '../../core/datasets/trained-models.ts';
import type { DriftCauseRecord } from '../../core/drift/report.ts';
import { dataPrefix } from '../../core/names.ts';
import { datasetVersionKey, partitionOf } from '../../core/registry/keys.ts';
import { type LineageEdge, lineageRange } from '../../core/registry/lineage/edge.ts';
import { lineageNode } from '../../core/registry/lineage/node.ts';
import type {
  DatasetVersionRecord,
  ModelVersionRecord,
  PageRecord,
  PinRecord,
  RunRecord,
  UploadRecord,
} from '../../core/registry/records.ts';
import { getRecord } from '../dynamodb/get-record.ts';
import { putRecord } from '../dynamodb/put-record.ts';
import { queryRecords } from '../dynamodb/query-records.ts';
import { updateRecord } from '../dynamodb/update-record.ts';
import { deleteObject } from '../s3/delete-object.ts';
import { listObjects } from '../s3/list-objects.ts';
import { restoreObject } from '../s3/restore-object.ts';
import { readLog } from './read-log.ts';

/** The ports of `collectVersions`, met by AWS with the caller's own permissions. */
export function collectPorts(settings: {
  readonly bucket: string;
  readonly table: string;
  readonly dataset: string;
  /** Names of models and owners of the checkout; those that the registry knows beside them are found there. */
  readonly models: readonly string[];
  readonly owners: readonly string[];
  readonly now: Date;
}): CollectPorts {
  const { bucket, table, dataset, models, owners, now } = settings;
  const root = dataPrefix.table(dataset);
  const query = async <T>(partitions: readonly string[], prefix?: string): Promise<T[]> =>
    (await Promise.all(partitions.map((partition) => queryRecords<T>({ table, partition, prefix })))).flat();
  const own = [partitionOf.dataset(dataset)];
  return {
    readVersions: () => query<DatasetVersionRecord>(own, 'VERSION#'),
    readReferences: async () => {
      const { partition, prefix } = lineageRange(lineageNode.anyVersionOf(dataset), 'downstream', 'model');
      const trained = trainedModels(await query<LineageEdge>([partition], prefix));
      const ofModels = [...new Set([...models, ...trained.map(({ model }) => model)])].map(partitionOf.model);
      // A run that ends becomes a model: asked for first, so that what moves from one to the other is seen in one of them.
      const runs = await query<RunRecord>(ofModels, 'RUN#');
      const registered = await query<ModelVersionRecord>(ofModels, 'VERSION#');
      const lost = trained.find(
        ({ model, version }) =>
          !registered.some((known) => known.model === model && known.version === version),
      );
      if (lost !== undefined) {
        throw new Error(
          `Cannot say which versions of '${dataset}' are needed: lineage says that ${lost.model}@${lost.version} learned from one, and the registry has no record of it; restore the record from the table's backup`,
        );
      }
      const ofOwners = [...new Set([...owners, ...registered.map(({ owner }) => owner)])].map(
        partitionOf.owner,
      );
      const [causes, pages, uploads, pins] = await Promise.all([
        query<DriftCauseRecord>(ofModels, 'CAUSE#'),
        query<PageRecord>(ofOwners, 'PAGE#'),
        query<UploadRecord>(own, 'UPLOAD#'),
        query<PinRecord>(own, 'PIN#'),
      ]);
      return listReferences({ dataset, models: registered, runs, causes, pages, uploads, pins, now });
    },
    readLog: () => readLog(bucket, dataset),
    listFiles: async () =>
      new Set((await listObjects(bucket, `${root}part-`)).map(({ key }) => key.slice(root.length))),
    expire: async (version, at) => {
      await updateRecord(table, datasetVersionKey(dataset, version), { expiredAt: at });
    },
    revive: async (version) => {
      const key = datasetVersionKey(dataset, version);
      const record = await getRecord<DatasetVersionRecord>(table, key);
      if (record === null) throw new Error(`Cannot revive version ${version} of '${dataset}': no record`);
      const { expiredAt: _, ...rest } = record;
      await putRecord(table, key, rest);
    },
    deleteFile: (path) => deleteObject(bucket, `${root}${path}`),
    restoreFile: (path) => restoreObject(bucket, `${root}${path}`),
    listSnapshots: async () =>
      (await listObjects(bucket, `${root}${snapshotFolder}`))
        .map(({ key }) => versionOfSnapshot(key))
        .filter((version) => version !== null),
    deleteSnapshot: (version) => deleteObject(bucket, `${root}${snapshotPath(version)}`),
  };
}
