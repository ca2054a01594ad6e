import { createHash } from 'node:crypto';
import { type Access, allow } from '../../core/access.ts';
import { commitPath } from '../../core/datasets/delta-log.ts';
import { snapshotPath } from '../../core/datasets/table-snapshot.ts';
import type { Claim, UploadPorts } from '../../core/datasets/upload-ports.ts';
import { dataPrefix, eventDetailType, metricName } from '../../core/names.ts';
import {
  datasetVersionKey,
  openUploadKey,
  partitionOf,
  sequencerKey,
  uploadKey,
} from '../../core/registry/keys.ts';
import type { OpenUploadRecord, UploadRecord } from '../../core/registry/records.ts';
import { type Clock, systemClock } from '../../core/retry.ts';
import { putMetrics, putMetricsActions } from '../cloudwatch/put-metrics.ts';
import type { Condition } from '../dynamodb/condition.ts';
import { getRecord, getRecordActions } from '../dynamodb/get-record.ts';
import { ifAbsent, putRecord, putRecordActions } from '../dynamodb/put-record.ts';
import { queryRecords, queryRecordsActions } from '../dynamodb/query-records.ts';
import { type Put, transactWrite, transactWriteActions } from '../dynamodb/transact-write.ts';
import { putEvent, putEventActions } from '../eventbridge/put-event.ts';
import { abortCopyActions, copyObject } from '../s3/copy-object.ts';
import { getObjectActions } from '../s3/get-object-to-file.ts';
import { headObject, headObjectActions } from '../s3/head-object.ts';
import { listObjectsActions } from '../s3/list-objects.ts';
import { putObjectActions } from '../s3/put-file.ts';
import { putText } from '../s3/put-text.ts';
import { putTextIfAbsent } from '../s3/put-text-if-absent.ts';
import { patientPorts } from '../services/patient-ports.ts';
import { checkUpload, checkUploadAccess } from './check-upload.ts';
import { readTable } from './read-table.ts';

/** What a function needs to receive uploads. */
export const uploadPortsAccess: readonly Access[] = [
  // Without it, S3 answers a missing object with 403: it could not be told from a forbidden one.
  allow(listObjectsActions, 'data-bucket'),
  allow([...new Set([...headObjectActions, ...getObjectActions])], 'data-bucket', 'landing/*'),
  allow(getObjectActions, 'data-bucket', 'staging/*'),
  allow([...getObjectActions, ...putObjectActions, ...abortCopyActions], 'data-bucket', 'datasets/*'),
  allow([...putObjectActions, ...abortCopyActions], 'data-bucket', 'quarantine/*'),
  allow(
    [...new Set([...getRecordActions, ...putRecordActions, ...queryRecordsActions, ...transactWriteActions])],
    'registry',
  ),
  ...checkUploadAccess,
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

/** The ports of `receiveUpload`, met by AWS: each waits a little for a service that is busy. `checkLarge` has a file of its own. */
export function uploadPorts(settings: {
  readonly environment: string;
  readonly bucket: string;
  readonly table: string;
  readonly clock?: Clock;
}): Omit<UploadPorts, 'checkLarge'> {
  const { environment, bucket, table, clock = systemClock } = settings;
  const keyOf = ({ dataset, uploadId }: UploadRecord) => uploadKey(dataset, uploadId);
  const patient = patientPorts<Omit<UploadPorts, 'checkLarge' | 'now'>>(
    {
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
        return transactWrite(table, puts, tokenOf(puts), clock);
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
        return transactWrite(table, puts, tokenOf(puts), clock);
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

      check: (question) => checkUpload(environment, question),

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
      pause: (attempt) =>
        new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(2_000, 50 * 2 ** attempt))),
    },
    clock,
  );
  return { ...patient, now: () => new Date() };
}
