import { edgeItems, type LineageEdge } from './edge.ts';
import { edgesOfRecord, type LineageRecord } from './edges-of-record.ts';
import type { Change, EmissionContext } from './openlineage/change.ts';
import { eventsOfChange } from './openlineage/events-of-change.ts';
import type { RunEvent } from './openlineage/run-event.ts';
import type { TracedRecord } from './traced-kinds.ts';

/** What changes of the registry add to lineage: edges, and events to tell others. */
export function lineageOfChanges(
  changes: readonly Change<TracedRecord>[],
  context: EmissionContext,
): { readonly items: ReturnType<typeof edgeItems>; readonly events: readonly RunEvent[] } {
  const items = new Map<string, ReturnType<typeof edgeItems>[number]>();
  for (const change of changes) {
    for (const item of addedEdges(change, context).flatMap(edgeItems)) {
      items.set(`${item.key.pk} ${item.key.sk}`, item);
    }
  }
  const events = changes.flatMap(({ before, after, at }) =>
    after.kind === 'model-version' || after.kind === 'serving-history'
      ? []
      : eventsOfChange({ before: before as typeof after | null, after, at }, context),
  );
  return { items: [...items.values()], events };
}

/** The edges that a record states and did not state before: most changes of a run add none. */
function addedEdges({ before, after }: Change<TracedRecord>, context: EmissionContext): LineageEdge[] {
  if (after.kind === 'materialisation') return [];
  const known = new Set(
    before === null
      ? []
      : edgesOfRecord(before as LineageRecord, context).map((edge) => JSON.stringify(edge)),
  );
  return edgesOfRecord(after, context).filter((edge) => !known.has(JSON.stringify(edge)));
}
