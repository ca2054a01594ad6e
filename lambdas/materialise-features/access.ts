import { fetchVersionAccess } from '../../adapters/datasets/fetch-version.ts';
import { latestVersionActions } from '../../adapters/datasets/latest-version.ts';
import { versionDefinitionsAccess } from '../../adapters/definitions/version-definitions.ts';
import { batchPutRecordsActions } from '../../adapters/dynamodb/batch-put-records.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { versionsToServeActions } from '../../adapters/dynamodb/versions-to-serve.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  ...fetchVersionAccess,
  ...versionDefinitionsAccess,
  allow(
    [
      ...new Set([
        ...latestVersionActions,
        ...versionsToServeActions,
        ...batchPutRecordsActions,
        ...putRecordActions,
      ]),
    ],
    'registry',
  ),
];
