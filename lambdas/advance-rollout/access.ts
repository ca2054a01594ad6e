import { getVariantMetricsActions } from '../../adapters/cloudwatch/get-variant-metrics.ts';
import { getRecordActions } from '../../adapters/dynamodb/get-record.ts';
import { putRecordActions } from '../../adapters/dynamodb/put-record.ts';
import { transactWriteActions } from '../../adapters/dynamodb/transact-write.ts';
import { updateRecordActions } from '../../adapters/dynamodb/update-record.ts';
import { putEventActions } from '../../adapters/eventbridge/put-event.ts';
import { headObjectActions } from '../../adapters/s3/head-object.ts';
import { listObjectsActions } from '../../adapters/s3/list-objects.ts';
import { createEndpointActions } from '../../adapters/sagemaker/create-endpoint.ts';
import { createEndpointConfigActions } from '../../adapters/sagemaker/create-endpoint-config.ts';
import { describeEndpointActions } from '../../adapters/sagemaker/describe-endpoint.ts';
import { modelExistsActions } from '../../adapters/sagemaker/model-exists.ts';
import { updateEndpointActions } from '../../adapters/sagemaker/update-endpoint.ts';
import { updateWeightsActions } from '../../adapters/sagemaker/update-weights.ts';
import { invokeEndpointActions } from '../../adapters/sagemaker-runtime/invoke-endpoint.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow(
    [...new Set([...getRecordActions, ...putRecordActions, ...updateRecordActions, ...transactWriteActions])],
    'registry',
  ),
  allow(
    [
      ...describeEndpointActions,
      ...createEndpointActions,
      ...updateEndpointActions,
      ...updateWeightsActions,
      ...invokeEndpointActions,
    ],
    'endpoints',
  ),
  allow(
    [...new Set([...createEndpointConfigActions, ...createEndpointActions, ...updateEndpointActions])],
    'endpoint-configs',
  ),
  allow(modelExistsActions, 'sagemaker-models'),
  // Without ListBucket, S3 answers 403 for an artifact that is not there.
  allow(listObjectsActions, 'model-bucket'),
  allow(headObjectActions, 'model-bucket', 'artifacts/*'),
  allow(getVariantMetricsActions, 'metrics'),
  allow(putEventActions, 'event-bus'),
];
