import { fetchReferencesAccess } from '../../adapters/datasets/fetch-references.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';
import type { Contract } from '../../core/contracts/contract.ts';

/** It reads what strangers sent: it can fill two prefixes that nothing trusts, and reach nothing else. */
export const access: Access[] = [
  allow(getObjectActions, 'data-bucket', 'landing/*'),
  allow(putObjectActions, 'data-bucket', 'staging/*'),
  allow(putObjectActions, 'data-bucket', 'quarantine/*'),
];

/** The same for these contracts: where one refers to another dataset, it may read the registry and the datasets besides. */
export const accessFor = (contracts: readonly Contract[]): Access[] =>
  contracts.some(({ references = [] }) => references.length > 0)
    ? [...access, ...fetchReferencesAccess]
    : access;
