import { type Access, allow } from '../../core/access.ts';
import { objectCreated } from '../../core/datasets/object-created.ts';
import { planSweep } from '../../core/datasets/plan-sweep.ts';
import { functionName } from '../../core/names.ts';
import { openUploadKey, partitionOf, uploadKey } from '../../core/registry/keys.ts';
import type { OpenUploadRecord, UploadRecord } from '../../core/registry/records.ts';
import { deleteRecord, deleteRecordActions } from '../dynamodb/delete-record.ts';
import { getRecord, getRecordActions } from '../dynamodb/get-record.ts';
import { queryRecords, queryRecordsActions } from '../dynamodb/query-records.ts';
import { invokeFunctionActions } from '../lambda/invoke-function.ts';
import { startFunction } from '../lambda/start-function.ts';

/** What a function needs to sweep uploads. */
export const sweepUploadsAccess: readonly Access[] = [
  allow([...queryRecordsActions, ...getRecordActions, ...deleteRecordActions], 'registry'),
  allow(invokeFunctionActions, 'function:receive-upload'),
];

/** Has the event of every upload whose receiver died, or gave it back until a job ends, delivered again. */
export async function sweepUploads(
  table: string,
  environment: string,
  now: Date,
): Promise<{ readonly open: number; readonly redelivered: number }> {
  const open = await queryRecords<OpenUploadRecord>({
    ...{ table, partition: partitionOf.openUploads, prefix: 'UPLOAD#' },
  });
  let redelivered = 0;
  for (const { dataset, uploadId } of open) {
    const upload = await getRecord<UploadRecord>(table, uploadKey(dataset, uploadId));
    const verdict = planSweep(upload, now);
    if (verdict === 'forget') await deleteRecord(table, openUploadKey(dataset, uploadId));
    if (verdict !== 'redeliver' || upload === null) continue;
    await startFunction(functionName(environment, 'receive-upload'), objectCreated(upload));
    redelivered++;
    const why = upload.claimedUntil === undefined ? 'its check may have ended' : 'its receiver died';
    console.log(JSON.stringify({ upload: uploadId, dataset, redelivered: why }));
  }
  return { open: open.length, redelivered };
}
