import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { queryRecordsActions } from '../../adapters/dynamodb/query-records.ts';
import { transactWriteActions } from '../../adapters/dynamodb/transact-write.ts';
import { startExecutionActions } from '../../adapters/step-functions/start-execution.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...getRecordActions, ...queryRecordsActions, ...transactWriteActions], 'registry'),
  allow(startExecutionActions, 'release-machine'),
];
