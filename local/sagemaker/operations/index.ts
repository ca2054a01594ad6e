import { addTags } from './add-tags.ts';
import { createEndpoint } from './create-endpoint.ts';
import { createEndpointConfig } from './create-endpoint-config.ts';
import { createModel } from './create-model.ts';
import { createProcessingJob } from './create-processing-job.ts';
import { createTrainingJob } from './create-training-job.ts';
import { createTransformJob } from './create-transform-job.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { deleteEndpointConfig } from './delete-endpoint-config.ts';
import { deleteModel } from './delete-model.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import { describeEndpointConfig } from './describe-endpoint-config.ts';
import { describeModel } from './describe-model.ts';
import { describeProcessingJob } from './describe-processing-job.ts';
import { describeTrainingJob } from './describe-training-job.ts';
import { describeTransformJob } from './describe-transform-job.ts';
import { listEndpointConfigs } from './list-endpoint-configs.ts';
import { listEndpoints } from './list-endpoints.ts';
import { listModels } from './list-models.ts';
import { listTags } from './list-tags.ts';
import { listTrainingJobs } from './list-training-jobs.ts';
import type { Operation } from './operation.ts';
import { stopProcessingJob } from './stop-processing-job.ts';
import { stopTrainingJob } from './stop-training-job.ts';
import { updateEndpoint } from './update-endpoint.ts';
import { updateEndpointWeightsAndCapacities } from './update-endpoint-weights-and-capacities.ts';

/** The operations of the SageMaker API that the stand-in knows. Their inputs were validated against the service's model. */
export const operations: Readonly<Record<string, Operation<never>>> = {
  AddTags: addTags,
  CreateEndpoint: createEndpoint,
  CreateEndpointConfig: createEndpointConfig,
  CreateModel: createModel,
  CreateProcessingJob: createProcessingJob,
  CreateTrainingJob: createTrainingJob,
  CreateTransformJob: createTransformJob,
  DeleteEndpoint: deleteEndpoint,
  DeleteEndpointConfig: deleteEndpointConfig,
  DeleteModel: deleteModel,
  DescribeEndpoint: describeEndpoint,
  DescribeEndpointConfig: describeEndpointConfig,
  DescribeModel: describeModel,
  DescribeProcessingJob: describeProcessingJob,
  DescribeTrainingJob: describeTrainingJob,
  DescribeTransformJob: describeTransformJob,
  ListEndpointConfigs: listEndpointConfigs,
  ListEndpoints: listEndpoints,
  ListModels: listModels,
  ListTags: listTags,
  ListTrainingJobs: listTrainingJobs,
  StopProcessingJob: stopProcessingJob,
  StopTrainingJob: stopTrainingJob,
  UpdateEndpoint: updateEndpoint,
  UpdateEndpointWeightsAndCapacities: updateEndpointWeightsAndCapacities,
};
