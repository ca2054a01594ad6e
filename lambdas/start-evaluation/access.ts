import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { headObjectActions } from '../../adapters/s3/head-object.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { createModelActions } from '../../adapters/sagemaker/create-model.ts';
import { passRoleActions } from '../../adapters/sagemaker/create-training-job.ts';
import { createTransformJobActions } from '../../adapters/sagemaker/create-transform-job.ts';
import { describeTrainingJobActions } from '../../adapters/sagemaker/describe-training-job.ts';
import { describeTransformJobActions } from '../../adapters/sagemaker/describe-transform-job.ts';
import { sendTaskActions } from '../../adapters/step-functions/send-task.ts';
import { awaitJobActions } from '../../adapters/task-tokens/await-job.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...getRecordActions, ...updateRecordActions, ...awaitJobActions], 'registry'),
  // Without ListBucket, S3 answers 403 for an artifact that is not there.
  allow(listObjectsActions, 'model-bucket'),
  allow(headObjectActions, 'model-bucket', 'artifacts/*'),
  allow(headObjectActions, 'model-bucket', 'reproductions/*'),
  allow(describeTrainingJobActions, 'training-jobs'),
  allow(createModelActions, 'sagemaker-models'),
  allow([...createTransformJobActions, ...describeTransformJobActions], 'transform-jobs'),
  allow(passRoleActions, 'sagemaker-role'),
  allow(sendTaskActions, 'executions'),
];
