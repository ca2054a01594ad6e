import type { BenchTask } from './tasks.ts';

/** What one command took: the smallest of each figure over its repeats. */
export interface Measurement {
  readonly task: BenchTask;
  /** What was measured, as the report names it: `ballast`, `duckdb, hand-written`. */
  readonly who: string;
  /** Rows or files, for people: `10.1 M rows`. */
  readonly size: string;
  readonly version: string;
  /** User and system seconds of the whole process and its children, start of the interpreter included. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** Largest resident set of one of its processes. */
  readonly peakMebibytes: number;
  /** The last line of JSON that the command printed. */
  readonly answer: Readonly<Record<string, unknown>>;
}

/** A command that gave no figures, and why. */
export interface Omission {
  readonly task: BenchTask;
  readonly who: string;
  readonly size: string;
  readonly reason: string;
}
