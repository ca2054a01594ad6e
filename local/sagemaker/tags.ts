import type { Tag } from '@aws-sdk/client-sagemaker';
import type { TagsRecord } from './records.ts';
import type { Store } from './store.ts';

/** A file name for an ARN. */
const nameOf = (arn: string): string => arn.replace(/[^a-zA-Z0-9-]/g, '_');

/** The tags of a resource, in the order of their keys. */
export const tagsOf = (store: Store<TagsRecord>, arn: string): readonly Tag[] =>
  store.get(nameOf(arn))?.tags ?? [];

/** Adds tags; one of the same key is replaced. */
export function putTags(store: Store<TagsRecord>, arn: string, tags: readonly Tag[]): void {
  if (tags.length === 0) return;
  const byKey = new Map([...tagsOf(store, arn), ...tags].map((tag) => [tag.Key!, tag]));
  const sorted = [...byKey.values()].sort((a, b) => (a.Key! < b.Key! ? -1 : 1));
  store.put(nameOf(arn), { arn, tags: sorted });
}
