import type { TableDiff } from '../../adapters/duckdb/diff-tables.ts';
import { count, metric, percent } from '../format.ts';
import type { Style, Tone } from '../style.ts';
import { table } from '../table.ts';

/** Two versions of a dataset, and what is between them. */
export interface DataDiff extends TableDiff {
  readonly dataset: string;
  readonly before: number;
  readonly after: number;
  readonly files: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly common: number;
  };
}

/** By an old rule of credit scoring, below 0.1 is no change and above 0.25 a large one. */
const toneOf = (psi: number | null): Tone =>
  psi === null || psi < 0.1 ? 'plain' : psi > 0.25 ? 'bad' : 'warn';

export function renderDataDiff(view: DataDiff, style: Style): string {
  const { files, rows, columns } = view;
  const shifts = [...view.shifts].sort((a, b) => (b.psi ?? 0) - (a.psi ?? 0));
  const share = (value: number) => percent(value * 100);
  return [
    style('strong', `${view.dataset}@${view.before} → ${view.dataset}@${view.after}`),
    `files    ${files.added.length} added, ${files.removed.length} removed, ${files.common} in both`,
    `rows     ${count(rows.before)} → ${count(rows.after)}: ${count(rows.added)} added, ${count(rows.removed)} removed; ${count(rows.changedKeys)} keys among both`,
    columns.length === 0
      ? 'columns  the same'
      : `columns  ${columns.map(({ column, change, before, after }) => (change === 'type' ? `${column} ${before} → ${after}` : `${column} ${change}`)).join(', ')}`,
    '',
    table<DataDiff['shifts'][number]>(
      [
        { title: 'column', value: ({ column }) => column },
        {
          title: 'null',
          value: ({ nullShareBefore, nullShareAfter }) =>
            `${share(nullShareBefore)} → ${share(nullShareAfter)}`,
          align: 'right',
        },
        { title: 'psi', value: ({ psi }) => ({ text: metric(psi), tone: toneOf(psi) }), align: 'right' },
        { title: 'js distance', value: ({ distance }) => metric(distance), align: 'right' },
      ],
      shifts,
      style,
    ),
  ].join('\n');
}
