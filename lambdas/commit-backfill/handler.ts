import * as v from 'valibot';
import { readTable } from '../../adapters/datasets/read-table.ts';
import { findContract } from '../../adapters/definitions/find-contract.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { ifAbsent, putRecord } from '../../adapters/dynamodb/put-record.ts';
import { queryRecords } from '../../adapters/dynamodb/query-records.ts';
import { updateRecord } from '../../adapters/dynamodb/update-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { putEvent } from '../../adapters/eventbridge/put-event.ts';
import { copyObject } from '../../adapters/s3/copy-object.ts';
import { headObject } from '../../adapters/s3/head-object.ts';
import { putText } from '../../adapters/s3/put-text.ts';
import { putTextIfAbsent } from '../../adapters/s3/put-text-if-absent.ts';
import { beginningOf } from '../../core/beginning-of.ts';
import { backfillPage } from '../../core/datasets/backfill/backfill-page.ts';
import type { BackfillRecord } from '../../core/datasets/backfill/backfill-record.ts';
import { type CommitPorts, commitBackfill } from '../../core/datasets/backfill/commit-backfill.ts';
import { commitPath } from '../../core/datasets/delta-log.ts';
import { snapshotPath } from '../../core/datasets/table-snapshot.ts';
import { dataPrefix, eventDetailType } from '../../core/names.ts';
import { backfillKey, datasetVersionKey, partitionOf, uploadKey } from '../../core/registry/keys.ts';
import { env } from './env.ts';

const Request = v.object({
  backfillId: v.string(),
  /** What the machine caught: the backfill is recorded as failed, and its owner paged. */
  failure: v.optional(v.object({ Error: v.optional(v.string()), Cause: v.optional(v.string()) })),
});

/** Ends a backfill: with one version of all that its uploads change, or as failed. */
export async function handler(
  event: unknown,
): Promise<{ readonly finished: boolean; readonly version: number | null }> {
  const { DATA_BUCKET: bucket, REGISTRY_TABLE: table, CODE_COMMIT: codeCommit } = readEnv(env);
  const { backfillId, failure } = v.parse(Request, event);
  const backfill = await getRecord<BackfillRecord>(table, backfillKey(backfillId));
  if (backfill === null)
    throw new Error(`Cannot end backfill '${backfillId}': the registry has no such backfill`);
  const { dataset } = backfill;
  if (backfill.status === 'finished') return { finished: true, version: backfill.version ?? null };
  const ports = commitPorts(bucket, table);
  const known = findContract(dataset);
  const judged = (await ports.readItems(backfillId)).length;
  const missing = backfill.uploads - judged;
  if (failure !== undefined || missing > 0) {
    const reason =
      missing > 0
        ? `${missing} of its ${backfill.uploads} uploads could not be judged`
        : `${failure?.Error ?? 'Error'}: ${beginningOf(failure?.Cause ?? 'no cause was given', 1_000)}`;
    await ports.amendBackfill(backfillId, { status: 'failed', reason });
    const owner = known?.contract.owner ?? 'nobody';
    await putEvent(eventDetailType.pageRequested, backfillPage(backfill, owner, reason));
    return { finished: false, version: null };
  }
  if (known === null)
    throw new Error(`Cannot end backfill '${backfillId}': no model names dataset '${dataset}'`);
  const context = { contract: known.contract, codeCommit, now: new Date() };
  const version = await commitBackfill(backfill, context, ports);
  console.log(JSON.stringify({ audit: 'backfill', backfillId, dataset, version, by: backfill.requestedBy }));
  return { finished: true, version };
}

function commitPorts(bucket: string, table: string): CommitPorts {
  return {
    headObject: (key, versionId) => headObject(bucket, key, versionId),
    copyObject: ({ key, versionId }, to) => copyObject({ bucket, from: key, versionId, to }),
    readTable: (dataset, version) => readTable(bucket, dataset, version),
    listUploads: (dataset) =>
      queryRecords({ table, partition: partitionOf.dataset(dataset), prefix: 'UPLOAD#' }),
    readItems: (backfillId) =>
      queryRecords({ table, partition: partitionOf.backfill(backfillId), prefix: 'ITEM#' }),
    addCommit: (dataset, version, text) =>
      putTextIfAbsent(bucket, `${dataPrefix.table(dataset)}${commitPath(version)}`, text),
    addSnapshot: (dataset, version, text) =>
      putText(bucket, `${dataPrefix.table(dataset)}${snapshotPath(version)}`, text),
    hasVersion: async (dataset, version) =>
      (await getRecord(table, datasetVersionKey(dataset, version))) !== null,
    addVersion: async (version) => {
      await putRecord(table, datasetVersionKey(version.dataset, version.version), version, ifAbsent);
    },
    amendUpload: async ({ dataset, uploadId }, change) => {
      await updateRecord(table, uploadKey(dataset, uploadId), change);
    },
    amendBackfill: async (backfillId, change) => {
      await updateRecord(table, backfillKey(backfillId), change);
    },
    announceVersion: (dataset, version) =>
      putEvent(eventDetailType.datasetVersionCreated, { dataset, version }),
    now: () => new Date(),
    pause: (attempt) =>
      new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2_000, 50 * 2 ** attempt))),
  };
}
