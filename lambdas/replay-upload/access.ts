import { checkUploadAccess } from '../../adapters/datasets/check-upload.ts';
import { fetchReferencesAccess } from '../../adapters/datasets/fetch-references.ts';
import { readTableAccess } from '../../adapters/datasets/read-table.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';

/** It stages and remembers; no table and no upload's record can be written by it. Strangers' files, `check-upload` reads. */
export const access: Access[] = [
  ...readTableAccess,
  ...fetchReferencesAccess,
  allow(getObjectActions, 'data-bucket', 'quarantine/*'),
  allow([...getObjectActions, ...putObjectActions], 'data-bucket', 'staging/*'),
  allow([...getRecordActions, ...putRecordActions], 'registry'),
  ...checkUploadAccess,
];
