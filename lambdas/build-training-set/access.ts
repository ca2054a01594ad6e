import { fetchVersionAccess } from '../../adapters/datasets/fetch-version.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  ...fetchVersionAccess,
  allow([...getRecordActions, ...updateRecordActions], 'registry'),
  // Whether a set is there already: without ListBucket, S3 answers 403 for an object that is not.
  allow(listObjectsActions, 'model-bucket'),
  allow([...getObjectActions, ...putObjectActions], 'model-bucket', 'training/*'),
  allow([...getObjectActions, ...putObjectActions], 'model-bucket', 'reproductions/*'),
];
