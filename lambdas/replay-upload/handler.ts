import * as v from 'valibot';
import { checkUpload } from '../../adapters/datasets/check-upload.ts';
import { findContract } from '../../adapters/definitions/find-contract.ts';
import { getRecord } from '../../adapters/dynamodb/get-record.ts';
import { putRecord } from '../../adapters/dynamodb/put-record.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { headObject } from '../../adapters/s3/head-object.ts';
import { patientPorts } from '../../adapters/services/patient-ports.ts';
import { contractDigest } from '../../core/contracts/contract-digest.ts';
import { type ReplayPorts, replayUpload } from '../../core/datasets/backfill/replay-upload.ts';
import { backfillItemKey, uploadKey } from '../../core/registry/keys.ts';
import { env } from './env.ts';
import { stageQuarantined } from './stage-quarantined.ts';

const BackfillItem = v.object({
  backfillId: v.string(),
  dataset: v.string(),
  part: v.picklist(['uploads', 'quarantined']),
  contractDigest: v.string(),
  uploadId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
});

/** Judges one upload of a backfill by the present contract; the version is made when all are. */
export async function handler(event: unknown): Promise<{ readonly status: string }> {
  const { BALLAST_ENV: environment, DATA_BUCKET: bucket, REGISTRY_TABLE: table } = readEnv(env);
  const item = v.parse(BackfillItem, event);
  const contract = findContract(item.dataset)?.contract;
  if (contract === undefined) {
    throw new Error(`Cannot replay an upload of '${item.dataset}': no model of this stack names the dataset`);
  }
  const ports = patientPorts<ReplayPorts>({
    headObject: (key, versionId) => headObject(bucket, key, versionId),
    readUpload: (dataset, uploadId) => getRecord(table, uploadKey(dataset, uploadId)),
    readItem: ({ backfillId, uploadId }) => getRecord(table, backfillItemKey(backfillId, uploadId)),
    writeItem: async (record) => {
      await putRecord(table, backfillItemKey(record.backfillId, record.uploadId), record);
    },
    check: (question) => checkUpload(environment, question),
    checkQuarantined: (upload, id) => stageQuarantined({ bucket, table, contract, upload, id }),
  });
  const context = { contractDigest: contractDigest(contract), now: new Date() };
  const status = await replayUpload(item, context, ports);
  console.log(JSON.stringify({ backfill: item.backfillId, upload: item.uploadId, status }));
  return { status };
}
