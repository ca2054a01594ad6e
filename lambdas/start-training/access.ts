import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { createTrainingJobActions, passRoleActions } from '../../adapters/sagemaker/create-training-job.ts';
import { describeTrainingJobActions } from '../../adapters/sagemaker/describe-training-job.ts';
import { sendTaskActions } from '../../adapters/step-functions/send-task.ts';
import { awaitJobActions } from '../../adapters/task-tokens/await-job.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...getRecordActions, ...updateRecordActions, ...awaitJobActions], 'registry'),
  allow([...createTrainingJobActions, ...describeTrainingJobActions], 'training-jobs'),
  allow(passRoleActions, 'sagemaker-role'),
  allow(sendTaskActions, 'executions'),
];
