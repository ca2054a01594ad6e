import type { Machine } from './machine.ts';
import type { Measurement, Omission } from './measurement.ts';
import { type Target, targets } from './targets.ts';
import { type BenchTask, benchTasks } from './tasks.ts';

const titles: Readonly<Record<BenchTask, string>> = {
  contract: 'Contract: 51 checks',
  'point-in-time': 'Point-in-time join: weather and the 7-day mean of the carrier',
  online: 'Online features of one model',
  versioning: 'A dataset version of 1 GB in 200 files',
  lineage: 'Lineage',
};

/** The report of a bench run, as Markdown. Ratios are the peer's figure over Ballast's at the same size. */
export function renderReport(request: {
  readonly machine: Machine;
  readonly date: string;
  readonly repeat: number;
  readonly measurements: readonly Measurement[];
  readonly omissions: readonly Omission[];
}): string {
  const { machine, measurements, omissions } = request;
  const sections = benchTasks
    .map((task) => ({
      task,
      rows: measurements.filter((row) => row.task === task),
      left: omissions.filter((row) => row.task === task),
    }))
    .filter(({ rows, left }) => rows.length + left.length > 0)
    .map(({ task, rows, left }) =>
      [
        `## ${titles[task]}`,
        '',
        ...(rows.length > 0 ? [table(rows), ''] : []),
        ...ownFigures(rows),
        ...left.flatMap(({ who, size, reason }) => [
          `Not measured: ${who}, ${size}: ${reason.replaceAll('\n', ' ')}`,
          '',
        ]),
        ...targetLines(task, rows),
      ].join('\n'),
    );
  return `# Benchmarks

Written by \`npm run bench\`, ${request.date}. Every command is a whole process on the same data on the same machine, start of
the interpreter and imports included; it ran ${request.repeat} times (slow ones once), and the smallest of each figure is kept. CPU is
user and system seconds; memory is the largest resident set. A ratio is the peer's figure over Ballast's: above 1, the peer took more.

| | |
|---|---|
| machine | ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGibibytes} GiB, ${machine.system} |
| ballast | ${machine.ballast} on Node ${machine.node}, DuckDB ${machine.duckdb} |
| data | flights from New York in 2013, replicated with jitter (\`bench/build-data.py\`, \`bench/peers/resize.py\`) |

${sections.join('\n')}`
    .replaceAll(/\n{3,}/g, '\n\n')
    .replace(/\n*$/, '\n');
}

function table(rows: readonly Measurement[]): string {
  const ours = rows.filter(({ who }) => who.startsWith('ballast'));
  const lines = rows.map((row) => {
    const base = ours.find(({ size }) => size === row.size);
    const ratio = (figure: 'cpuSeconds' | 'peakMebibytes'): string =>
      base === undefined || base === row ? '' : (row[figure] / base[figure]).toFixed(2);
    return [
      `${row.who}${row.version === '' ? '' : ` ${row.version}`}`,
      row.size,
      seconds(row.cpuSeconds),
      seconds(row.wallSeconds),
      Math.round(row.peakMebibytes).toLocaleString('en-US'),
      ratio('cpuSeconds'),
      ratio('peakMebibytes'),
    ];
  });
  return [
    '| | data | CPU s | wall s | MiB | CPU ratio | memory ratio |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
  ].join('\n');
}

/** What Ballast's own scripts measured inside: latencies, bytes. */
function ownFigures(rows: readonly Measurement[]): string[] {
  const lines = rows
    .filter(({ who }) => who.startsWith('ballast'))
    .flatMap(({ who, size, answer }) =>
      Object.entries((answer.figures ?? {}) as Record<string, unknown>).map(
        ([name, value]) => `| ${who}, ${size} | ${name} | ${shownFigure(value)} |`,
      ),
    );
  return lines.length === 0 ? [] : ['| | measured inside | |', '|---|---|--:|', ...lines, ''];
}

function targetLines(task: BenchTask, rows: readonly Measurement[]): string[] {
  const judged = targets
    .filter((target) => target.task === task)
    .map((target): [Target, number | null] => [target, target.value(rows)]);
  if (judged.length === 0) return [];
  return [
    '| target | at most | measured | |',
    '|---|--:|--:|---|',
    ...judged.map(([target, value]) => {
      const verdict = value === null ? 'not measured' : value <= target.maximum ? 'met' : '**not met**';
      return `| ${target.title} | ${target.maximum} | ${value === null ? '' : figure(value)} | ${verdict} |`;
    }),
    '',
  ];
}

const seconds = (value: number): string => value.toFixed(2);
const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);

/** At most two decimals. */
const shownFigure = (value: unknown): string =>
  typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toFixed(2))) : String(value);
