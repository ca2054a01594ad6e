import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchTask, benchTasks } from './tasks.ts';

/** What `npm run bench` was asked for. Folders are absolute. */
export interface BenchOptions {
  readonly data: string;
  /** Folder with one Python environment per family of peers; null leaves the peers out. */
  readonly venvs: string | null;
  /** Folder of the peers' scripts. */
  readonly peers: string;
  readonly scratch: string;
  readonly only: readonly BenchTask[];
  /** How often each command runs; the smallest of each figure is kept. */
  readonly repeat: number;
  readonly skipSlow: boolean;
  /** Where the report goes. */
  readonly report: string;
}

export const usage = `npm run bench -- --data <folder> [options]
  --data <folder>      what bench/build-data.py made
  --venvs <folder>     one Python environment per family (core, pandera, gx, dvc, feast); without it, Ballast alone
  --peers <folder>     other scripts of the peers (default: bench/peers)
  --scratch <folder>   for what is written meanwhile (default: .build/bench)
  --only <task>        ${benchTasks.join(' | ')}; may be repeated
  --repeat <n>         keep the smallest figure of n runs (default: 2)
  --skip-slow          without Great Expectations, Feast, and the 30 million rows
  --report <file>      where the report goes (default: docs/benchmarks.md)`;

/** @throws Error naming the option that is missing or unreadable */
export function readOptions(args: readonly string[], checkout: string): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string' },
      venvs: { type: 'string' },
      peers: { type: 'string' },
      scratch: { type: 'string' },
      only: { type: 'string', multiple: true },
      repeat: { type: 'string' },
      'skip-slow': { type: 'boolean' },
      report: { type: 'string' },
    },
  });
  if (values.data === undefined) throw new Error(`Cannot measure without data: give --data\n${usage}`);
  const repeat = Number(values.repeat ?? '2');
  if (!Number.isInteger(repeat) || repeat < 1 || repeat > 20) {
    throw new Error(`Cannot repeat '${values.repeat}' times: expected a whole number from 1 to 20`);
  }
  const unknown = (values.only ?? []).find((task) => !benchTasks.includes(task as BenchTask));
  if (unknown !== undefined) {
    throw new Error(`Cannot measure '${unknown}': expected one of ${benchTasks.join(', ')}`);
  }
  return {
    data: resolve(values.data),
    venvs: values.venvs === undefined ? null : resolve(values.venvs),
    peers: resolve(values.peers ?? `${checkout}/bench/peers`),
    scratch: resolve(values.scratch ?? `${checkout}/.build/bench`),
    only: (values.only as BenchTask[] | undefined) ?? benchTasks,
    repeat,
    skipSlow: values['skip-slow'] ?? false,
    report: resolve(values.report ?? `${checkout}/docs/benchmarks.md`),
  };
}
