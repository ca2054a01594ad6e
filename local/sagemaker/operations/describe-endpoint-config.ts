import type { DescribeEndpointConfigCommandInput } from '@aws-sdk/client-sagemaker';
import { findEndpointConfig } from './find.ts';
import type { Operation } from './operation.ts';

export const describeEndpointConfig: Operation<DescribeEndpointConfigCommandInput> = (standIn, input) =>
  findEndpointConfig(standIn, input.EndpointConfigName!);
