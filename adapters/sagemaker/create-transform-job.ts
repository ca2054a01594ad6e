import { CreateTransformJobCommand, type TransformInstanceType } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { outputPath } from './output-path.ts';
import { tagList } from './tag-list.ts';
import { unlessTaken } from './unless-taken.ts';

export const createTransformJobActions = ['sagemaker:CreateTransformJob', 'sagemaker:AddTags'] as const;

/** Sends every JSON line below a prefix through a model; false if there is a job of that name already. */
export async function createTransformJob(request: {
  readonly name: string;
  readonly modelName: string;
  /** S3 prefixes. Each input file `<name>` becomes `<name>.out`, an answer a line in the input's order. */
  readonly input: string;
  readonly output: string;
  readonly instanceType: string;
  readonly tags: Readonly<Record<string, string>>;
}): Promise<boolean> {
  return unlessTaken(
    sagemaker.send(
      new CreateTransformJobCommand({
        TransformJobName: request.name,
        ModelName: request.modelName,
        BatchStrategy: 'MultiRecord',
        MaxPayloadInMB: 6,
        TransformInput: {
          DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: request.input } },
          ContentType: 'application/jsonlines',
          SplitType: 'Line',
        },
        TransformOutput: {
          S3OutputPath: outputPath(request.output),
          Accept: 'application/jsonlines',
          AssembleWith: 'Line',
        },
        TransformResources: {
          InstanceType: request.instanceType as TransformInstanceType,
          InstanceCount: 1,
        },
        Tags: tagList(request.tags),
      }),
    ),
  );
}
