import { dataPrefix } from '../../../names.ts';
import type { RunEvent } from './run-event.ts';

/**
 * S3 key of an event in the data bucket: `lineage/<day>/<time>-<job>-<run id>-<type>.json`, in order of time within a day. An event
 * that is written twice is written to the same key.
 */
export const eventKey = ({ eventTime, eventType, job, run }: RunEvent): string =>
  `${dataPrefix.lineage(eventTime.slice(0, 10))}${eventTime.replace(/[-:.]/g, '')}-${job.name}-${run.runId}-${eventType}.json`;
