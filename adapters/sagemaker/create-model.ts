import { CreateModelCommand } from '@aws-sdk/client-sagemaker';
import { sagemaker } from './client.ts';
import { region } from './region.ts';
import { tagList } from './tag-list.ts';
import { unlessTaken } from './unless-taken.ts';

/** Granted on the models; the role that the container takes on needs `passRoleActions` besides. */
export const createModelActions = ['sagemaker:CreateModel', 'sagemaker:AddTags'] as const;

/** Creates a model that serves an artifact with the model's own inference script; false if the name is taken. */
export async function createModel(request: {
  readonly name: string;
  readonly image: string;
  readonly roleArn: string;
  /** S3 URI of model.tar.gz. */
  readonly artifactUri: string;
  /** S3 URI of `sourcedir.tar.gz`. */
  readonly codeUri: string;
  readonly tags: Readonly<Record<string, string>>;
}): Promise<boolean> {
  return unlessTaken(
    sagemaker.send(
      new CreateModelCommand({
        ModelName: request.name,
        ExecutionRoleArn: request.roleArn,
        PrimaryContainer: {
          Image: request.image,
          ModelDataUrl: request.artifactUri,
          Environment: {
            SAGEMAKER_PROGRAM: 'inference.py',
            SAGEMAKER_SUBMIT_DIRECTORY: request.codeUri,
            SAGEMAKER_CONTAINER_LOG_LEVEL: '20',
            SAGEMAKER_REGION: await region(),
          },
        },
        Tags: tagList(request.tags),
      }),
    ),
  );
}
