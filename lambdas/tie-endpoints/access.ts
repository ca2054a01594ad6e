import { deleteEndpointActions } from '../../adapters/sagemaker/delete-endpoint.ts';
import { deleteEndpointConfigActions } from '../../adapters/sagemaker/delete-endpoint-config.ts';
import { deleteModelActions } from '../../adapters/sagemaker/delete-model.ts';
import { listEndpointConfigsActions } from '../../adapters/sagemaker/list-endpoint-configs.ts';
import { listEndpointsActions } from '../../adapters/sagemaker/list-endpoints.ts';
import { listModelsActions } from '../../adapters/sagemaker/list-models.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  allow([...listEndpointsActions, ...listEndpointConfigsActions, ...listModelsActions], 'sagemaker-lists'),
  allow(deleteEndpointActions, 'endpoints'),
  allow(deleteEndpointConfigActions, 'endpoint-configs'),
  allow(deleteModelActions, 'sagemaker-models'),
];
