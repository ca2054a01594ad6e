import { backfillEvents } from './backfill-events.ts';
import type { Change, EmissionContext, ToldRecord } from './change.ts';
import { ingestionEvents } from './ingestion-events.ts';
import { materialisationEnds, materialisationStarts } from './materialisation-events.ts';
import { releaseEvents } from './release-events.ts';
import type { RunEvent } from './run-event.ts';

/** The run events that a change of the registry tells of: the same change, however often it comes, the same events. */
export function eventsOfChange(change: Change<ToldRecord>, context: EmissionContext): RunEvent[] {
  const { before, after } = change;
  const changeTo = <Told extends ToldRecord>(told: Told): Change<Told> => ({
    ...change,
    after: told,
    before: before?.kind === told.kind ? (before as Told) : null,
  });
  switch (after.kind) {
    case 'upload':
      return ingestionEvents(changeTo(after), context);
    case 'backfill':
      return backfillEvents(changeTo(after), context);
    case 'dataset-version':
      return materialisationStarts(changeTo(after), context);
    case 'materialisation':
      return materialisationEnds(changeTo(after), context);
    case 'run':
      return releaseEvents(changeTo(after), context);
  }
}
