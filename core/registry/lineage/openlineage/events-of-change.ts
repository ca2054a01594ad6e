import { backfillEvents } from './backfill-events.ts';
import type { Change, EmissionContext, ToldRecord } from './change.ts';
import { ingestionEvents } from './ingestion-events.ts';
import { materialisationEnds, materialisationStarts } from './materialisation-events.ts';
import { releaseEvents } from './release-events.ts';
import type { RunEvent } from './run-event.ts';

/** The run events that a change of the registry tells of: the same change, however often it comes, the same events. */
export function eventsOfChange(change: Change<ToldRecord>, context: EmissionContext): RunEvent[] {
  const { before, after } = change;
  switch (after.kind) {
    case 'upload':
      return ingestionEvents(
        { ...change, after, before: before?.kind === after.kind ? before : null },
        context,
      );
    case 'backfill':
      return backfillEvents(
        { ...change, after, before: before?.kind === after.kind ? before : null },
        context,
      );
    case 'dataset-version':
      return materialisationStarts(
        { ...change, after, before: before?.kind === after.kind ? before : null },
        context,
      );
    case 'materialisation':
      return materialisationEnds(
        { ...change, after, before: before?.kind === after.kind ? before : null },
        context,
      );
    case 'run':
      return releaseEvents(
        { ...change, after, before: before?.kind === after.kind ? before : null },
        context,
      );
  }
}
