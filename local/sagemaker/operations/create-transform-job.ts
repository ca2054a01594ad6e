import type { CreateTransformJobCommandInput } from '@aws-sdk/client-sagemaker';
import { arnOf } from '../arn.ts';
import { epochSeconds } from '../records.ts';
import { resourceInUse, validationException } from '../service-error.ts';
import { putTags } from '../tags.ts';
import { findModel } from './find.ts';
import type { Operation } from './operation.ts';

/** Starts a transform job; its name is used up for good. */
export const createTransformJob: Operation<CreateTransformJobCommandInput> = (standIn, input) => {
  const { stores, options, transformJobs } = standIn;
  const { Tags, ...request } = input;
  const name = request.TransformJobName!;
  const arn = arnOf(options, 'transform-job', name);
  if (stores.transformJobs.get(name) !== undefined) {
    throw resourceInUse(
      `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
    );
  }
  const model = findModel(standIn, request.ModelName!);
  const { DataSource, SplitType, CompressionType } = request.TransformInput!;
  const unsupported =
    (DataSource?.S3DataSource?.S3DataType !== 'S3Prefix' && 'S3DataType other than S3Prefix') ||
    (SplitType !== undefined && !['None', 'Line'].includes(SplitType) && `SplitType ${SplitType}`) ||
    (CompressionType === 'Gzip' && 'CompressionType Gzip') ||
    (request.DataProcessing !== undefined && 'DataProcessing');
  if (unsupported !== false)
    throw validationException(`The local stand-in cannot transform with ${unsupported}`);
  const job = {
    ...request,
    TransformJobName: name,
    TransformJobArn: arn,
    TransformJobStatus: 'InProgress' as const,
    CreationTime: epochSeconds(),
  };
  transformJobs.start(job, model);
  putTags(stores.tags, arn, Tags ?? []);
  return { TransformJobArn: arn };
};
