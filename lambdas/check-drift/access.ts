import { putMetricsActions } from '../../adapters/cloudwatch/put-metrics.ts';
import { fetchVersionAccess } from '../../adapters/datasets/fetch-version.ts';
import { latestVersionActions } from '../../adapters/datasets/latest-version.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { transactWriteActions } from '../../adapters/dynamodb/transact-write.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { putEventActions } from '../../adapters/eventbridge/put-event.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  ...fetchVersionAccess,
  allow(
    [...getRecordActions, ...latestVersionActions, ...transactWriteActions, ...updateRecordActions],
    'registry',
  ),
  allow(listObjectsActions, 'model-bucket'),
  allow(getObjectActions, 'model-bucket', 'capture/*'),
  allow(getObjectActions, 'model-bucket', 'baselines/*'),
  allow([...getObjectActions, ...putObjectActions], 'model-bucket', 'drift/*'),
  allow(putMetricsActions, 'metrics'),
  allow(putEventActions, 'event-bus'),
];
