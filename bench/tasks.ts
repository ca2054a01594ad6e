import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const benchTasks = ['contract', 'point-in-time', 'online', 'versioning', 'lineage'] as const;
export type BenchTask = (typeof benchTasks)[number];

/** One command to measure. */
export interface BenchCommand {
  readonly task: BenchTask;
  readonly who: string;
  readonly size: string;
  /** For a peer: the family whose Python environment runs it. Without it, a script of Ballast. */
  readonly venv?: string;
  /** Below the peers' folder, or below `bench/`. */
  readonly script: string;
  readonly args: readonly string[];
  /** Measures inside a running twin. */
  readonly twin?: boolean;
  /** Left out by --skip-slow. */
  readonly slow?: boolean;
  /** Runs once whatever --repeat says: it takes longer than its spread matters. */
  readonly once?: boolean;
  /** Most address space it may ask for, MiB: some peers would take all there is. */
  readonly limitMebibytes?: number;
  /** Takes the figures from the answer's `steps` of these names, where a command does more than what is compared. */
  readonly steps?: readonly string[];
}

export interface BenchPlaces {
  readonly data: string;
  readonly scratch: string;
}

const sizes = [
  { size: '1.0 M rows', file: 'flights1m.parquet' },
  { size: '10.1 M rows', file: 'flights10m.parquet' },
  { size: '30.3 M rows', file: 'flights30m.parquet', slow: true },
] as const;
const middle = sizes[1];

/** Every command of the report, in its order. Sizes whose file is not there are left out. */
export function benchCommands({ data, scratch }: BenchPlaces): BenchCommand[] {
  const at = (file: string): string => join(data, file);
  const out = (name: string): string => join(scratch, name);
  const weather = ['--weather', at('weather.parquet')];
  const present = sizes.filter(({ file }) => existsSync(at(file)));
  const contract = (who: string, script: string, venv: string, more: Partial<BenchCommand> = {}) => ({
    task: 'contract' as const,
    who,
    size: middle.size,
    script,
    venv,
    args: ['--data', at(middle.file), ...(more.args ?? [])],
    ...(more.slow ? { slow: true, once: true } : {}),
  });
  const join_ = (who: string, script: string, venv: string, args: readonly string[] = []) => ({
    task: 'point-in-time' as const,
    who,
    size: middle.size,
    script,
    venv,
    args: ['--data', at(middle.file), ...weather, ...args],
  });
  return [
    ...present.flatMap(({ size, file, ...rest }) => [
      {
        task: 'contract' as const,
        who: 'ballast, checks',
        size,
        script: 'contract.ts',
        args: ['--data', at(file)],
        ...rest,
      },
      {
        task: 'contract' as const,
        who: 'ballast, checks and split',
        size,
        script: 'contract.ts',
        args: ['--data', at(file), '--out', out('contract')],
        ...rest,
      },
    ]),
    contract('duckdb, hand-written', 'contract_duckdb.py', 'core'),
    contract('pandera, polars', 'contract_pandera.py', 'pandera', { args: ['--backend', 'polars'] }),
    contract('pandera, pandas', 'contract_pandera.py', 'pandera', { args: ['--backend', 'pandas'] }),
    contract('great expectations', 'contract_gx.py', 'gx', { slow: true }),
    ...present.map(({ size, file, ...rest }) => ({
      task: 'point-in-time' as const,
      who: 'ballast',
      size,
      script: 'point-in-time.ts',
      args: ['--data', at(file), ...weather, '--scratch', out('point-in-time')],
      ...rest,
    })),
    join_('duckdb, hand-written', 'pit_duckdb.py', 'core'),
    join_('pandas', 'pit_pandas.py', 'core'),
    join_('polars', 'pit_polars.py', 'core'),
    {
      task: 'point-in-time',
      who: 'feast, duckdb store (weather alone)',
      size: '0.3 M rows',
      script: 'pit_feast.py',
      venv: 'feast',
      args: [
        ...['--data', at('flights_events.parquet'), ...weather],
        ...['--method', 'duckdb', '--scratch', out('feast')],
      ],
      slow: true,
      once: true,
      limitMebibytes: 24 * 1024,
    },
    {
      task: 'online',
      who: 'ballast',
      size: '1 and 100 entities',
      script: 'online.ts',
      args: [],
      twin: true,
      once: true,
    },
    {
      task: 'versioning',
      who: 'ballast',
      size: '200 files, 1 GB',
      script: 'versioning.ts',
      args: ['--data', at('dvc1g'), '--scratch', out('versioning')],
      steps: ['write'],
    },
    {
      task: 'versioning',
      who: 'dvc add and dvc push',
      size: '200 files, 1 GB',
      script: 'versioning_dvc.py',
      venv: 'dvc',
      args: ['--data', at('dvc1g'), '--scratch', out('dvc')],
      steps: ['add', 'push'],
    },
    {
      task: 'versioning',
      who: 'deltalake, write',
      size: '10.1 M rows',
      script: 'versioning_delta.py',
      venv: 'core',
      args: ['--data', at(middle.file), '--scratch', out('delta')],
      steps: ['write'],
    },
    {
      task: 'lineage',
      who: 'ballast',
      size: '100,000 edges',
      script: 'lineage.ts',
      args: [],
      twin: true,
      once: true,
    },
  ];
}
