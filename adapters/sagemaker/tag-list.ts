import type { Tag } from '@aws-sdk/client-sagemaker';

/** Tags by their keys as SageMaker's requests list them. */
export const tagList = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
