import { dataPrefix } from '../../core/names.ts';
import type { RunEvent } from '../../core/registry/lineage/openlineage/run-event.ts';
import type { ToldRun } from '../../core/registry/lineage/openlineage/runs-of-record.ts';
import { getText } from './get-text.ts';
import { listObjects } from './list-objects.ts';

const day = 86_400_000;

/**
 * The OpenLineage events of some runs, in order of time, read from the days on which each run may have said
 * something; a run whose end is not known is looked for on the day of its start and the `mostDays` after it.
 */
export async function listRunEvents(
  bucket: string,
  runs: readonly ToldRun[],
  mostDays = 3,
): Promise<RunEvent[]> {
  const days = new Set<string>();
  for (const { from, to } of runs) {
    const last = Math.min(
      to === null ? Number.POSITIVE_INFINITY : Date.parse(to),
      Date.parse(from) + mostDays * day,
    );
    for (let at = Date.parse(from); at < last + day; at += day) {
      const date = new Date(at).toISOString().slice(0, 10);
      if (date <= new Date(last).toISOString().slice(0, 10)) days.add(date);
    }
  }
  const listed = await Promise.all(
    [...days].sort().map((date) => listObjects(bucket, dataPrefix.lineage(date))),
  );
  const keys = listed
    .flat()
    .flatMap(({ key }) => (runs.some(({ runId }) => key.includes(runId)) ? [key] : []));
  const events = await Promise.all(keys.map((key) => getText(bucket, key)));
  return events
    .map((text) => JSON.parse(text) as RunEvent)
    .sort((a, b) => Date.parse(a.eventTime) - Date.parse(b.eventTime));
}
