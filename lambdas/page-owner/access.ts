import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { publishActions } from '../../adapters/sns/publish.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...getRecordActions, ...putRecordActions, ...updateRecordActions], 'registry'),
  allow(publishActions, 'owner-topics'),
];
