import { batchPutRecordsActions } from '../../adapters/dynamodb/batch-put-records.ts';
import { readStreamActions } from '../../adapters/dynamodb/stream-changes.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow(readStreamActions, 'registry-stream'),
  allow(batchPutRecordsActions, 'registry'),
  allow(putObjectActions, 'data-bucket', 'lineage/*'),
];
