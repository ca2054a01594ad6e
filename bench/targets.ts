import type { Measurement } from './measurement.ts';
import type { BenchTask } from './tasks.ts';

/** A figure that Ballast has to stay at or below. */
export interface Target {
  readonly task: BenchTask;
  readonly title: string;
  readonly maximum: number;
  /** Null where what it needs was not measured. */
  value(rows: readonly Measurement[]): number | null;
}

type Figure = 'cpuSeconds' | 'peakMebibytes';

const find = (rows: readonly Measurement[], who: string, size: string): Measurement | undefined =>
  rows.find((row) => row.who.startsWith(who) && row.size.startsWith(size));

const ratio =
  (figure: Figure, ours: string, theirs: string, size: string) =>
  (rows: readonly Measurement[]): number | null => {
    const [a, b] = [find(rows, ours, size), find(rows, theirs, size)];
    return a === undefined || b === undefined ? null : a[figure] / b[figure];
  };

/** Peak memory of the larger file over that of the smaller. */
const growth =
  (figure: Figure, who: string, small: string, large: string) =>
  (rows: readonly Measurement[]): number | null => {
    const [a, b] = [find(rows, who, small), find(rows, who, large)];
    return a === undefined || b === undefined ? null : b[figure] / a[figure];
  };

/** A figure that Ballast's script measured inside. */
const inside =
  (name: string) =>
  (rows: readonly Measurement[]): number | null => {
    const value = (rows.find(({ who }) => who === 'ballast')?.answer.figures as Record<string, unknown>)?.[
      name
    ];
    return typeof value === 'number' ? value : null;
  };

const at10 = '10.1 M';

export const targets: readonly Target[] = [
  {
    task: 'contract',
    title: 'CPU of the checks over the hand-written query',
    maximum: 1.3,
    value: ratio('cpuSeconds', 'ballast, checks', 'duckdb', at10),
  },
  {
    task: 'contract',
    title: 'CPU of checks and split over Great Expectations, which writes nothing',
    maximum: 0.1,
    value: ratio('cpuSeconds', 'ballast, checks and split', 'great expectations', at10),
  },
  {
    task: 'contract',
    title: 'MiB of checks and split, 10.1 M rows',
    maximum: 1536,
    value: (rows) => find(rows, 'ballast, checks and split', at10)?.peakMebibytes ?? null,
  },
  {
    task: 'contract',
    title: 'Memory of checks and split at 30.3 M rows over that at 10.1 M',
    maximum: 1.1,
    value: growth('peakMebibytes', 'ballast, checks and split', at10, '30.3 M'),
  },
  {
    task: 'point-in-time',
    title: 'CPU over the hand-written query',
    maximum: 1,
    value: ratio('cpuSeconds', 'ballast', 'duckdb', at10),
  },
  {
    task: 'point-in-time',
    title: 'Memory over the hand-written query',
    maximum: 1,
    value: ratio('peakMebibytes', 'ballast', 'duckdb', at10),
  },
  {
    task: 'point-in-time',
    title: 'MiB, 10.1 M rows',
    maximum: 2048,
    value: (rows) => find(rows, 'ballast', at10)?.peakMebibytes ?? null,
  },
  {
    task: 'point-in-time',
    title: 'CPU at 30.3 M rows over that at 10.1 M (linear is 3)',
    maximum: 3.3,
    value: growth('cpuSeconds', 'ballast', at10, '30.3 M'),
  },
  { task: 'online', title: 'p99 for 1 entity, ms', maximum: 15, value: inside('p99_ms_1') },
  { task: 'online', title: 'p99 for 100 entities, ms', maximum: 30, value: inside('p99_ms_100') },
  { task: 'online', title: 'SQL of the request features (p50), ms', maximum: 1, value: inside('sql_ms') },
  {
    task: 'versioning',
    title: 'CPU over dvc add and dvc push',
    maximum: 1,
    value: ratio('cpuSeconds', 'ballast', 'dvc', '200 files'),
  },
  {
    task: 'versioning',
    title: 'Bytes stored by the same files once more',
    maximum: 0,
    value: inside('bytes_again'),
  },
  { task: 'lineage', title: 'slowest answer, ms', maximum: 1000, value: inside('slowest_ms') },
];
