import type { DescribeModelCommandInput } from '@aws-sdk/client-sagemaker';
import { findModel } from './find.ts';
import type { Operation } from './operation.ts';

export const describeModel: Operation<DescribeModelCommandInput> = (standIn, input) =>
  findModel(standIn, input.ModelName!);
