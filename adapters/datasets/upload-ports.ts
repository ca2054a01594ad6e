import { createHash } from 'node:crypto';
import { type Access, allow } from '../../core/access.ts';
import type { CheckAnswer } from '../../core/contracts/check-answer.ts';
import { commitPath } from '../../core/datasets/delta-log.ts';
import { snapshotPath } from '../../core/datasets/table-snapshot.ts';
import { CheckDied, type Claim, type UploadPorts } from '../../core/datasets/upload-ports.ts';
import { dataPrefix, eventDetailType, functionName, metricName } from '../../core/names.ts';
import {
  datasetVersionKey,
  openUploadKey,
  partitionOf,
  sequencerKey,
  uploadKey,
} from '../../core/registry/keys.ts';
import type { OpenUploadRecord, UploadRecord } from '../../core/registry/records.ts';
import { putMetrics, putMetricsActions } from '../cloudwatch/put-metrics.ts';
import type { Condition } from '../dynamodb/condition.ts';
import { getRecord, getRecordActions } from '../dynamodb/get-record.ts';
import { ifAbsent, putRecord, putRecordActions } from '../dynamodb/put-record.ts';
import { queryRecords, queryRecordsActions } from '../dynamodb/query-records.ts';
import { type Put, transactWrite, transactWriteActions } from '../dynamodb/transact-write.ts';
import { putEvent, putEventActions } from '../eventbridge/put-event.ts';
import { FunctionFailed, invokeFunction, invokeFunctionActions } from '../lambda/invoke-function.ts';
import { copyObject } from '../s3/copy-object.ts';
import { getObjectActions } from '../s3/get-object-to-file.ts';
import { headObject, headObjectActions } from '../s3/head-object.ts';
import { listObjectsActions } from '../s3/list-objects.ts';
import { putObjectActions } from '../s3/put-file.ts';
import { putText } from '../s3/put-text.ts';
import { putTextIfAbsent } from '../s3/put-text-if-absent.ts';
import { readTable } from './read-table.ts';

/** What a function needs to receive uploads. */
export const uploadPortsAccess: readonly Access[] = [
  // Without it, S3 answers a missing object with 403: it could not be told from a forbidden one.
  allow(listObjectsActions, 'data-bucket'),
  allow([...new Set([...headObjectActions, ...getObjectActions])], 'data-bucket', 'landing/*'),
  allow(getObjectActions, 'data-bucket', 'staging/*'),
  allow([...getObjectActions, ...putObjectActions], 'data-bucket', 'datasets/*'),
  allow(putObjectActions, 'data-bucket', 'quarantine/*'),
  allow(
    [...new Set([...getRecordActions, ...putRecordActions, ...queryRecordsActions, ...transactWriteActions])],
    'registry',
  ),
  allow(invokeFunctionActions, 'function:check-upload'),
  allow(putEventActions, 'event-bus'),
  allow(putMetricsActions, 'metrics'),
];

const claimedAs = ({ claimedBy, attempt }: Claim): Condition => ({
  expression: '#claimedBy = :claimedBy AND #attempt = :attempt',
  names: { '#claimedBy': 'claimedBy', '#attempt': 'attempt' },
  values: { ':claimedBy': claimedBy, ':attempt': attempt },
});

/** Idempotency token of the content: the service refuses the same token with another content. */
const tokenOf = (puts: readonly Put[]): string =>
  createHash('sha256').update(JSON.stringify(puts)).digest('hex').slice(0, 36);

/** The ports of `receiveUpload`, met by AWS. */
export function uploadPorts(settings: {
  readonly environment: string;
  readonly bucket: string;
  readonly table: string;
}): UploadPorts {
  const { environment, bucket, table } = settings;
  const keyOf = ({ dataset, uploadId }: UploadRecord) => uploadKey(dataset, uploadId);
  return {
    headObject: (key, versionId) => headObject(bucket, key, versionId),
    copyObject: ({ key, versionId }, to) => copyObject({ bucket, from: key, versionId, to }),
    putText: (key, text) => putText(bucket, key, text),

    readUpload: (dataset, uploadId) => getRecord(table, uploadKey(dataset, uploadId)),
    listUploads: (dataset) =>
      queryRecords({ table, partition: partitionOf.dataset(dataset), prefix: 'UPLOAD#' }),
    addUpload: (record) => {
      const { dataset, uploadId } = record;
      const mark: OpenUploadRecord = { kind: 'open-upload', dataset, uploadId };
      const puts = [
        { key: keyOf(record), record, condition: ifAbsent },
        { key: openUploadKey(dataset, uploadId), record: mark },
      ];
      return transactWrite(table, puts, tokenOf(puts));
    },
    replaceUpload: (record, claim) => putRecord(table, keyOf(record), record, claimedAs(claim)),
    replaceUploadAndAddVersion: (record, claim, version) => {
      const puts = [
        { key: keyOf(record), record, condition: claimedAs(claim) },
        {
          key: datasetVersionKey(version.dataset, version.version),
          record: version,
          condition: ifAbsent,
        },
      ];
      return transactWrite(table, puts, tokenOf(puts));
    },
    hasVersion: async (dataset, version) =>
      (await getRecord(table, datasetVersionKey(dataset, version))) !== null,
    addVersion: async (version) => {
      await putRecord(table, datasetVersionKey(version.dataset, version.version), version, ifAbsent);
    },
    rememberSequencer: (dataset, key, sequencer, uploadId) =>
      putRecord(
        table,
        sequencerKey(dataset, key),
        { kind: 'sequencer', sequencer, uploadId },
        {
          expression: 'attribute_not_exists(pk) OR #sequencer <= :sequencer',
          names: { '#sequencer': 'sequencer' },
          values: { ':sequencer': sequencer },
        },
      ),

    check: async (question) => {
      try {
        return await invokeFunction<CheckAnswer>(functionName(environment, 'check-upload'), question);
      } catch (error) {
        if (error instanceof FunctionFailed) throw new CheckDied(error.payload);
        throw error;
      }
    },

    readTable: (dataset, version) => readTable(bucket, dataset, version),
    addCommit: (dataset, version, text) =>
      putTextIfAbsent(bucket, `${dataPrefix.table(dataset)}${commitPath(version)}`, text),
    addSnapshot: (dataset, version, text) =>
      putText(bucket, `${dataPrefix.table(dataset)}${snapshotPath(version)}`, text),

    announceVersion: (dataset, version) =>
      putEvent(eventDetailType.datasetVersionCreated, { dataset, version }),
    requestPage: (page) => putEvent(eventDetailType.pageRequested, page),
    count: (metric, dataset, value) =>
      putMetrics([{ name: metricName[metric], value, unit: 'Count', dimensions: { Dataset: dataset } }]),
    now: () => new Date(),
    pause: (attempt) =>
      new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2_000, 50 * 2 ** attempt))),
  };
}
