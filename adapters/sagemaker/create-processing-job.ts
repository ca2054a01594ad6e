import { CreateProcessingJobCommand, type ProcessingInstanceType } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { outputPath } from './output-path.ts';
import { tagList } from './tag-list.ts';
import { unlessTaken } from './unless-taken.ts';

/** Granted on the processing jobs; the role that the job takes on needs `passRoleActions` besides. */
export const createProcessingJobActions = ['sagemaker:CreateProcessingJob', 'sagemaker:AddTags'] as const;

export interface ProcessingJobRequest {
  readonly name: string;
  readonly image: string;
  readonly entrypoint: readonly string[];
  readonly roleArn: string;
  /** Files that the job finds below `inputDirectory`, in a folder named after each input. */
  readonly inputs: readonly {
    readonly name: string;
    /** S3 URI of a prefix, or of a manifest that lists objects. */
    readonly uri: string;
    readonly isManifest: boolean;
  }[];
  readonly inputDirectory: string;
  /** What lies in `directory` when the job ends is put below an S3 prefix. */
  readonly output: { readonly directory: string; readonly uri: string };
  readonly instanceType: string;
  readonly volumeInGB: number;
  readonly maximumRuntimeInSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Starts a processing job without a network; false if there is one of that name already. */
export async function createProcessingJob(request: ProcessingJobRequest): Promise<boolean> {
  return unlessTaken(
    sagemaker.send(
      new CreateProcessingJobCommand({
        ProcessingJobName: request.name,
        AppSpecification: { ImageUri: request.image, ContainerEntrypoint: [...request.entrypoint] },
        RoleArn: request.roleArn,
        ProcessingInputs: request.inputs.map(({ name, uri, isManifest }) => ({
          InputName: name,
          S3Input: {
            S3Uri: uri,
            LocalPath: `${request.inputDirectory}/${name}`,
            S3DataType: isManifest ? 'ManifestFile' : 'S3Prefix',
            S3InputMode: 'File',
            S3DataDistributionType: 'FullyReplicated',
            S3CompressionType: 'None',
          },
        })),
        ProcessingOutputConfig: {
          Outputs: [
            {
              OutputName: 'output',
              S3Output: {
                S3Uri: outputPath(request.output.uri),
                LocalPath: request.output.directory,
                S3UploadMode: 'EndOfJob',
              },
            },
          ],
        },
        ProcessingResources: {
          ClusterConfig: {
            InstanceType: request.instanceType as ProcessingInstanceType,
            InstanceCount: 1,
            VolumeSizeInGB: request.volumeInGB,
          },
        },
        NetworkConfig: { EnableNetworkIsolation: true },
        StoppingCondition: { MaxRuntimeInSeconds: request.maximumRuntimeInSeconds },
        Tags: tagList(request.tags),
      }),
    ),
  );
}
