import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { queryRecordsActions } from '../../adapters/dynamodb/query-records.ts';
import { transactWriteActions } from '../../adapters/dynamodb/transact-write.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { invokeFunctionActions } from '../../adapters/lambda/invoke-function.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow(
    [...getRecordActions, ...queryRecordsActions, ...transactWriteActions, ...updateRecordActions],
    'registry',
  ),
  allow(putObjectActions, 'model-bucket', 'definitions/*'),
  allow(invokeFunctionActions, 'function:materialise-features'),
];
