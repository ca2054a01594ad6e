import { readTableAccess } from '../../adapters/datasets/read-table.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { queryRecordsActions } from '../../adapters/dynamodb/query-records.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { describeExecutionActions } from '../../adapters/step-functions/describe-execution.ts';
import { startExecutionActions } from '../../adapters/step-functions/start-execution.ts';
import { type Access, allow } from '../../core/access.ts';

/** It reads records and logs, and writes a plan: no upload is opened by it. */
export const access: Access[] = [
  ...readTableAccess,
  allow(putObjectActions, 'data-bucket', 'backfill/*'),
  allow(
    [...getRecordActions, ...putRecordActions, ...queryRecordsActions, ...updateRecordActions],
    'registry',
  ),
  allow(startExecutionActions, 'backfill-machine'),
  allow(describeExecutionActions, 'executions'),
];
