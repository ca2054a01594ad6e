import { putMetricsActions } from '../../adapters/cloudwatch/put-metrics.ts';
import { fetchVersionAccess } from '../../adapters/datasets/fetch-version.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  ...fetchVersionAccess,
  allow([...getRecordActions, ...putRecordActions], 'registry'),
  allow(listObjectsActions, 'model-bucket'),
  allow(getObjectActions, 'model-bucket', 'skew/*'),
  allow(getObjectActions, 'model-bucket', 'definitions/*'),
  allow(putMetricsActions, 'metrics'),
];
