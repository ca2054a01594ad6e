import type { MaterialisationRecord } from '../records.ts';
import type { LineageRecord } from './edges-of-record.ts';

/** The kinds of records that lineage is made of: the stream's filter and its reader share them. */
export const tracedKinds = [
  'upload',
  'backfill',
  'dataset-version',
  'run',
  'model-version',
  'serving-history',
  'materialisation',
] as const satisfies readonly TracedRecord['kind'][];

export type TracedRecord = LineageRecord | MaterialisationRecord;

/** Whether a record of the registry is one of them. */
export const isTraced = (record: unknown): record is TracedRecord =>
  typeof record === 'object' &&
  record !== null &&
  'kind' in record &&
  tracedKinds.some((kind) => kind === record.kind);
