import * as v from 'valibot';
import { checkLarge } from '../../adapters/datasets/check-large.ts';
import { uploadPorts } from '../../adapters/datasets/upload-ports.ts';
import { findContract } from '../../adapters/definitions/find-contract.ts';
import { readEnv } from '../../adapters/environment/read-env.ts';
import { patientPorts } from '../../adapters/services/patient-ports.ts';
import { type ReceiveOutcome, receiveUpload } from '../../core/datasets/receive-upload.ts';
import type { UploadPorts } from '../../core/datasets/upload-ports.ts';
import { env } from './env.ts';

/** S3's `Object Created`, as EventBridge delivers it. Some emulators leave the version out. */
const ObjectCreated = v.object({
  source: v.literal('aws.s3'),
  'detail-type': v.literal('Object Created'),
  detail: v.object({
    bucket: v.object({ name: v.string() }),
    object: v.object({
      key: v.string(),
      size: v.optional(v.number(), 0),
      etag: v.string(),
      'version-id': v.optional(v.string()),
      sequencer: v.pipe(v.string(), v.regex(/^[0-9A-Fa-f]{1,40}$/)),
    }),
    requester: v.optional(v.string(), 'unknown'),
  }),
});

const Bytes = v.pipe(v.string(), v.digits(), v.transform(Number));

/** Brings one upload to its end: a dataset version, or a record of why not. */
export async function handler(
  event: unknown,
  lambda: { readonly awsRequestId: string },
): Promise<ReceiveOutcome> {
  const settings = readEnv(env);
  const place = {
    environment: settings.BALLAST_ENV,
    bucket: settings.DATA_BUCKET,
    table: settings.REGISTRY_TABLE,
  };
  const parsed = v.safeParse(ObjectCreated, event);
  if (!parsed.success) {
    const reason = `not an 'Object Created' event of S3: ${parsed.issues[0].message}`;
    return audited({ status: 'ignored', reason });
  }
  const { bucket, object, requester } = parsed.output.detail;
  const outcome = await receiveUpload(
    {
      bucket: bucket.name,
      key: object.key,
      etag: object.etag,
      bytes: object.size,
      versionId: object['version-id'] ?? null,
      sequencer: object.sequencer,
      uploader: requester,
    },
    {
      dataBucket: settings.DATA_BUCKET,
      findContract,
      invocation: lambda.awsRequestId,
      codeCommit: settings.CODE_COMMIT,
      largeUploadBytes: v.parse(Bytes, settings.LARGE_UPLOAD_BYTES),
      now: new Date(),
    },
    {
      ...uploadPorts(place),
      ...patientPorts<Pick<UploadPorts, 'checkLarge'>>({
        checkLarge: (question, contract) =>
          checkLarge(
            {
              ...place,
              image: settings.XGBOOST_IMAGE,
              roleArn: settings.CHECK_ROLE_ARN,
              instanceType: settings.CHECK_INSTANCE_TYPE,
              archives: {
                node: settings.CHECK_NODE_URI,
                duckdb: settings.CHECK_DUCKDB_URI,
                worker: settings.CHECK_WORKER_URI,
              },
            },
            question,
            contract,
          ),
      }),
    },
  );
  return audited(outcome, object.key);
}

/** One line per event: who sent what, and what became of it. */
function audited(outcome: ReceiveOutcome, key?: string): ReceiveOutcome {
  const line =
    'upload' in outcome
      ? {
          upload: outcome.upload.uploadId,
          dataset: outcome.upload.dataset,
          uploader: outcome.upload.uploader,
          version: outcome.upload.datasetVersion,
          job: outcome.upload.checkJob,
          duplicate: outcome.duplicate,
          reason: outcome.upload.reason,
        }
      : { reason: outcome.reason };
  console.log(JSON.stringify({ audit: 'upload', status: outcome.status, key, ...line }));
  return outcome;
}
