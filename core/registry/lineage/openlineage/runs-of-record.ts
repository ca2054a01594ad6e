import type { BackfillRecord } from '../../../datasets/backfill/backfill-record.ts';
import type { DatasetVersionRecord, RunRecord, UploadRecord } from '../../records.ts';
import { backfillRun } from './backfill-events.ts';
import { type JobKind, runJobs } from './describe-job.ts';
import { runUuid } from './run-uuid.ts';

/** A run as OpenLineage knows it, and the days in UTC on which it may have said something. */
export interface ToldRun {
  readonly job: string;
  readonly runId: string;
  /** ISO 8601: not before. */
  readonly from: string;
  /** ISO 8601: not after; null where that is not known. */
  readonly to: string | null;
}

const told = (
  environment: string,
  [kind, subject, run]: readonly [JobKind, string, string],
  [from, to]: readonly [string, string | null],
): ToldRun => {
  const job = `${kind}.${subject}`;
  return { job, runId: runUuid(environment, job, run), from, to };
};

/** The runs that brought an upload, were a backfill, materialised a dataset version, or were a release or reproduction. */
export function runsOfRecord(
  environment: string,
  record: UploadRecord | BackfillRecord | DatasetVersionRecord | RunRecord,
): ToldRun[] {
  switch (record.kind) {
    case 'upload':
      return [told(environment, ['ingestion', record.dataset, record.uploadId], [record.receivedAt, null])];
    case 'backfill':
      return Array.from({ length: record.attempt }, (_, index) =>
        told(
          environment,
          ['backfill', record.dataset, backfillRun(record.backfillId, index + 1)],
          [record.startedAt, record.finishedAt ?? null],
        ),
      );
    case 'dataset-version':
      return [
        told(
          environment,
          ['materialisation', record.dataset, String(record.version)],
          [record.createdAt, null],
        ),
      ];
    case 'run':
      return Object.values(runJobs[record.reproduces === undefined ? 'release' : 'reproduction']).map(
        (kind) =>
          told(
            environment,
            [kind, record.model, record.runId],
            [record.startedAt, record.finishedAt ?? null],
          ),
      );
  }
}
