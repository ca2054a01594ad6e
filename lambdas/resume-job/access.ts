import { sendTaskActions } from '../../adapters/step-functions/send-task.ts';
import { findTokensActions } from '../../adapters/task-tokens/find-tokens.ts';
import { releaseTokenActions } from '../../adapters/task-tokens/release-token.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...findTokensActions, ...releaseTokenActions], 'registry'),
  allow(sendTaskActions, 'executions'),
];
