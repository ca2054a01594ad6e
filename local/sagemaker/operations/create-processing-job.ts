import type { CreateProcessingJobCommandInput } from '@aws-sdk/client-sagemaker';
import { arnOf } from '../arn.ts';
import { epochSeconds } from '../records.ts';
import { resourceInUse, validationException } from '../service-error.ts';
import { putTags } from '../tags.ts';
import { missingMember } from '../validate-request.ts';
import type { Operation } from './operation.ts';

/** Starts a processing job; its name is used up for good. */
export const createProcessingJob: Operation<CreateProcessingJobCommandInput> = (standIn, input) => {
  const { stores, options, processingJobs } = standIn;
  const { Tags, ...request } = input;
  const name = request.ProcessingJobName!;
  const cluster = request.ProcessingResources!.ClusterConfig!;
  if (cluster.InstanceType === undefined)
    throw missingMember('processingResources.clusterConfig.instanceType');
  if (cluster.InstanceCount === undefined)
    throw missingMember('processingResources.clusterConfig.instanceCount');
  for (const { InputName, S3Input } of request.ProcessingInputs ?? []) {
    const unsupported =
      (S3Input === undefined && 'a source other than S3Input') ||
      (S3Input?.LocalPath === undefined && 'S3Input without LocalPath') ||
      (S3Input?.S3InputMode === 'Pipe' && 'S3InputMode Pipe') ||
      (S3Input?.S3CompressionType === 'Gzip' && 'S3CompressionType Gzip');
    if (unsupported) {
      throw validationException(`Input ${InputName}: the local stand-in cannot process with ${unsupported}`);
    }
    refuseOutside(S3Input!.LocalPath!);
  }
  for (const { OutputName, S3Output } of request.ProcessingOutputConfig?.Outputs ?? []) {
    const unsupported =
      (S3Output === undefined && 'a target other than S3Output') ||
      (S3Output?.LocalPath === undefined && 'S3Output without LocalPath') ||
      (S3Output?.S3UploadMode !== 'EndOfJob' && `S3UploadMode ${S3Output?.S3UploadMode}`);
    if (unsupported) {
      throw validationException(
        `Output ${OutputName}: the local stand-in cannot process with ${unsupported}`,
      );
    }
    refuseOutside(S3Output!.LocalPath!);
  }
  if (request.AppSpecification!.ContainerEntrypoint === undefined) {
    throw validationException('The local stand-in runs no image: it needs a ContainerEntrypoint');
  }
  if (cluster.InstanceCount !== 1) {
    throw validationException('The local stand-in processes with InstanceCount 1 only');
  }
  const arn = arnOf(options, 'processing-job', name);
  if (stores.processingJobs.get(name) !== undefined) {
    throw resourceInUse(
      `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
    );
  }
  processingJobs.start({
    ...request,
    ProcessingJobName: name,
    ProcessingJobArn: arn,
    ProcessingJobStatus: 'InProgress',
    CreationTime: epochSeconds(),
    LastModifiedTime: epochSeconds(),
  });
  putTags(stores.tags, arn, Tags ?? []);
  return { ProcessingJobArn: arn };
};

function refuseOutside(path: string): void {
  const isBelow = path.startsWith('/opt/ml/processing/') && !path.split('/').includes('..');
  if (!isBelow) throw validationException(`LocalPath ${path} must be below /opt/ml/processing/`);
}
