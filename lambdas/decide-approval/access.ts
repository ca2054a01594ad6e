import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { sendTaskActions } from '../../adapters/step-functions/send-task.ts';
import { findTokensActions } from '../../adapters/task-tokens/find-tokens.ts';
import { releaseTokenActions } from '../../adapters/task-tokens/release-token.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow(
    [...getRecordActions, ...updateRecordActions, ...findTokensActions, ...releaseTokenActions],
    'registry',
  ),
  allow(sendTaskActions, 'executions'),
];
