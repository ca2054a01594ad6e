import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { putEventActions } from '../../adapters/eventbridge/put-event.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...getRecordActions, ...updateRecordActions], 'registry'),
  allow(getObjectActions, 'model-bucket', 'training/*'),
  allow(getObjectActions, 'model-bucket', 'evaluation/*'),
  allow(putObjectActions, 'model-bucket', 'baselines/*'),
  allow(putEventActions, 'event-bus'),
];
