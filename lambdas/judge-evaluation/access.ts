import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { putEventActions } from '../../adapters/eventbridge/put-event.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { deleteModelActions } from '../../adapters/sagemaker/delete-model.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...getRecordActions, ...updateRecordActions], 'registry'),
  allow(getObjectActions, 'model-bucket', 'training/*'),
  allow(getObjectActions, 'model-bucket', 'evaluation/*'),
  allow(putObjectActions, 'model-bucket', 'baselines/*'),
  // A reproduction is compared with what its version recorded.
  allow([...getObjectActions, ...putObjectActions], 'model-bucket', 'reproductions/*'),
  allow(getObjectActions, 'model-bucket', 'baselines/*'),
  allow(listObjectsActions, 'model-bucket'),
  allow(deleteModelActions, 'sagemaker-models'),
  allow(putEventActions, 'event-bus'),
];
