import type { DynamoDBStreamEvent } from 'aws-lambda';
import type { Change } from '../../core/registry/lineage/openlineage/change.ts';
import { isTraced, type TracedRecord } from '../../core/registry/lineage/traced-kinds.ts';
import { streamChanges } from './stream-changes.ts';

/** Those changes of a batch of the registry's stream that lineage is made of. */
export const tracedChanges = (event: DynamoDBStreamEvent): Change<TracedRecord>[] =>
  streamChanges(event).flatMap(({ before, after, at }) =>
    isTraced(after) ? [{ before: isTraced(before) ? before : null, after, at }] : [],
  );
