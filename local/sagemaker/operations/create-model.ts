import type { CreateModelCommandInput } from '@aws-sdk/client-sagemaker';
import { headObject } from '../../../adapters/s3/head-object.ts';
import { arnOf } from '../arn.ts';
import { epochSeconds } from '../records.ts';
import { parseS3Uri } from '../s3-uri.ts';
import { validationException } from '../service-error.ts';
import { putTags } from '../tags.ts';
import { missingMember } from '../validate-request.ts';
import type { Operation } from './operation.ts';

/** Names a container with its model data; nothing starts yet, but the data must be there. */
export const createModel: Operation<CreateModelCommandInput> = async ({ stores, options }, input) => {
  const { Tags, ...request } = input;
  const name = request.ModelName!;
  const arn = arnOf(options, 'model', name);
  const container = request.PrimaryContainer ?? request.Containers?.[0];
  if (container === undefined) throw missingMember('primaryContainer');
  if ((request.Containers?.length ?? 0) > 1) {
    throw validationException('The local stand-in serves models of one container only');
  }
  if (request.ExecutionRoleArn === undefined) throw missingMember('executionRoleArn');
  const refuseExisting = () => {
    if (stores.models.get(name) !== undefined) {
      throw validationException(`Cannot create already existing model "${arn}".`);
    }
  };
  refuseExisting();
  if (container.ModelDataUrl !== undefined) {
    const { bucket, key } = parseS3Uri(container.ModelDataUrl);
    if ((await headObject(bucket, key)) === null) {
      throw validationException(`Could not find model data at ${container.ModelDataUrl}.`);
    }
  }
  refuseExisting(); // another request may have come first meanwhile
  stores.models.put(name, { ...request, ModelName: name, ModelArn: arn, CreationTime: epochSeconds() });
  putTags(stores.tags, arn, Tags ?? []);
  return { ModelArn: arn };
};
