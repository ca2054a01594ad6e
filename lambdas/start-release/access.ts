import { readTableAccess } from '../../adapters/datasets/read-table.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { queryRecordsActions } from '../../adapters/dynamodb/query-records.ts';
import { transactWriteActions } from '../../adapters/dynamodb/transact-write.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { describeExecutionActions } from '../../adapters/step-functions/describe-execution.ts';
import { startExecutionActions } from '../../adapters/step-functions/start-execution.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow(
    [
      ...new Set([
        ...getRecordActions,
        ...queryRecordsActions,
        ...putRecordActions,
        ...transactWriteActions,
        ...updateRecordActions,
      ]),
    ],
    'registry',
  ),
  allow(startExecutionActions, 'release-machine'),
  allow(describeExecutionActions, 'executions'),
  // A reproduction starts only where all that it needs is there still, and takes its own copy of the code.
  ...readTableAccess,
  allow(listObjectsActions, 'data-bucket'),
  allow(getObjectActions, 'code-bucket', '*'),
  allow(listObjectsActions, 'model-bucket'),
  ...['code/*', 'training/*', 'reproductions/*'].map((path) => allow(getObjectActions, 'model-bucket', path)),
  allow(putObjectActions, 'model-bucket', 'reproductions/*'),
];
