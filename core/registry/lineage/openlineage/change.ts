import type { Contract } from '../../../contracts/contract.ts';
import type { BackfillRecord } from '../../../datasets/backfill/backfill-record.ts';
import type { ModelDefinition } from '../../model-definition.ts';
import type { DatasetVersionRecord, MaterialisationRecord, RunRecord, UploadRecord } from '../../records.ts';

/** A record as it was, null where it was not there, and as it has become. */
export interface Change<Record> {
  readonly before: Record | null;
  readonly after: Record;
  /** ISO 8601, UTC: when the registry was changed. */
  readonly at: string;
}

/** The records whose changes are told to others. */
export type ToldRecord =
  | UploadRecord
  | BackfillRecord
  | DatasetVersionRecord
  | MaterialisationRecord
  | RunRecord;

export interface EmissionContext {
  readonly environment: string;
  readonly dataBucket: string;
  readonly modelBucket: string;
  /** The registry's table, where `predict` finds feature values. */
  readonly table: string;
  /** Commit of the code that emits. */
  readonly codeCommit: string;
  /** Image in which models are trained. */
  readonly image: string;
  readonly contractOf: (dataset: string) => Contract | null;
  readonly definitionOf: (model: string) => ModelDefinition | null;
  /** Whether any view reads the dataset, so that its new versions are materialised. */
  readonly hasViews: (dataset: string) => boolean;
}
