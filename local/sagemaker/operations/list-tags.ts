import type { ListTagsCommandInput } from '@aws-sdk/client-sagemaker';
import { tagsOf } from '../tags.ts';
import type { Operation } from './operation.ts';

export const listTags: Operation<ListTagsCommandInput> = ({ stores }, input) => ({
  Tags: tagsOf(stores.tags, input.ResourceArn!),
});
