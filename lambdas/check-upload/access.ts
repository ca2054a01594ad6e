import { fetchReferencesAccess } from '../../adapters/datasets/fetch-references.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';

/**
 * It reads what strangers sent: it can fill two prefixes that nothing trusts, read what a contract refers to, and reach
 * nothing else.
 */
export const access: Access[] = [
  allow(getObjectActions, 'data-bucket', 'landing/*'),
  allow(putObjectActions, 'data-bucket', 'staging/*'),
  allow(putObjectActions, 'data-bucket', 'quarantine/*'),
  ...fetchReferencesAccess,
];
