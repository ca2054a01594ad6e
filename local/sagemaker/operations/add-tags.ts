import type { AddTagsCommandInput } from '@aws-sdk/client-sagemaker';
import { putTags, tagsOf } from '../tags.ts';
import type { Operation } from './operation.ts';

export const addTags: Operation<AddTagsCommandInput> = ({ stores }, input) => {
  putTags(stores.tags, input.ResourceArn!, input.Tags!);
  return { Tags: tagsOf(stores.tags, input.ResourceArn!) };
};
