import { readTableAccess } from '../../adapters/datasets/read-table.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { queryRecordsActions } from '../../adapters/dynamodb/query-records.ts';
import { transactWriteActions } from '../../adapters/dynamodb/transact-write.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { startExecutionActions } from '../../adapters/step-functions/start-execution.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow(
    [...getRecordActions, ...queryRecordsActions, ...putRecordActions, ...transactWriteActions],
    'registry',
  ),
  allow(startExecutionActions, 'release-machine'),
  // A reproduction starts only where all that it needs is there still, and takes its own copy of the code.
  ...readTableAccess,
  allow(listObjectsActions, 'data-bucket'),
  allow(getObjectActions, 'code-bucket', '*'),
  allow(listObjectsActions, 'model-bucket'),
  ...['code/*', 'training/*', 'reproductions/*'].map((path) => allow(getObjectActions, 'model-bucket', path)),
  allow(putObjectActions, 'model-bucket', 'reproductions/*'),
];
