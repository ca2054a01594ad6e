import { tailLogsActions } from '../../adapters/cloudwatch-logs/tail-logs.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { putEventActions } from '../../adapters/eventbridge/put-event.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow(updateRecordActions, 'registry'),
  allow(tailLogsActions, 'sagemaker-logs'),
  allow(putEventActions, 'event-bus'),
];
