import { fetchVersionAccess } from '../../adapters/datasets/fetch-version.ts';
import { latestVersionActions } from '../../adapters/datasets/latest-version.ts';
import { batchPutRecordsActions } from '../../adapters/dynamodb/batch-put-records.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  ...fetchVersionAccess,
  allow([...latestVersionActions, ...batchPutRecordsActions, ...putRecordActions], 'registry'),
];
