import { putMetricsActions } from '../../adapters/cloudwatch/put-metrics.ts';
import { batchGetRecordsActions } from '../../adapters/dynamodb/batch-get-records.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { getObjectActions } from '../../adapters/s3/get-object-to-file.ts';
import { putObjectActions } from '../../adapters/s3/put-file.ts';
import { invokeEndpointActions } from '../../adapters/sagemaker-runtime/invoke-endpoint.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...batchGetRecordsActions, ...getRecordActions], 'registry'),
  allow(getObjectActions, 'model-bucket', 'definitions/*'),
  allow(putObjectActions, 'model-bucket', 'skew/*'),
  allow(invokeEndpointActions, 'endpoints'),
  allow(putMetricsActions, 'metrics'),
];
