import type { FileAction } from './contract.ts';

/** What the checks on a file as a whole need to know of it. */
export interface FileMeasures {
  /** Rows in all, good and bad. */
  readonly rows: number;
  /** How many of all rows came with null, by each column whose contract bounds its share of nulls. */
  readonly nulls: Readonly<Record<string, number>>;
  /** The newest event of the good rows that is not later than the upload; null where there is none. */
  readonly newestEvent: Date | null;
  /** How many good rows have an event that is later than the upload. */
  readonly laterEvents: number;
  /** When the file was uploaded; null for one that was not, to which no check of its age applies. */
  readonly uploadedAt: Date | null;
}

/** One promise about a file as a whole. Each kind lives in its own file in `checks/`. */
export interface FileCheck {
  /** `file:row-count`, `file:freshness`, `file:events-after-upload` or `column:<column>:null-share`. */
  readonly rule: string;
  readonly column?: string;
  /** The promise in words. */
  readonly expected: string;
  readonly action: FileAction;
  /** What breaks the promise, in words; null where the file keeps it. */
  received(measures: FileMeasures): string | null;
}
