import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { queryRecordsActions } from '../../adapters/dynamodb/query-records.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { putEventActions } from '../../adapters/eventbridge/put-event.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';

/** It copies what was staged into tables and commits it; what strangers sent it cannot read. */
export const access: Access[] = [
  // Without it, S3 answers a missing object with 403: it could not be told from a forbidden one.
  allow(listObjectsActions, 'data-bucket'),
  allow(getObjectActions, 'data-bucket', 'staging/*'),
  allow([...getObjectActions, ...putObjectActions], 'data-bucket', 'datasets/*'),
  allow(
    [...getRecordActions, ...putRecordActions, ...queryRecordsActions, ...updateRecordActions],
    'registry',
  ),
  allow(putEventActions, 'event-bus'),
];
