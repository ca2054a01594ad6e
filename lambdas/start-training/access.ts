import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { createTrainingJobActions, passRoleActions } from '../../adapters/sagemaker/create-training-job.ts';
import { describeTrainingJobActions } from '../../adapters/sagemaker/describe-training-job.ts';
import { sendTaskActions } from '../../adapters/step-functions/send-task.ts';
import { releaseTokenActions } from '../../adapters/task-tokens/release-token.ts';
import { storeTokenActions } from '../../adapters/task-tokens/store-token.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow(
    [...getRecordActions, ...updateRecordActions, ...storeTokenActions, ...releaseTokenActions],
    'registry',
  ),
  allow([...createTrainingJobActions, ...describeTrainingJobActions], 'training-jobs'),
  allow(passRoleActions, 'sagemaker-role'),
  allow(sendTaskActions, 'executions'),
];
