import { printable } from './printable.ts';
import { noStyle, type Style, type Tone } from './style.ts';

export type Cell = string | number | null | { readonly text: string; readonly tone: Tone };

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => Cell;
  readonly align?: 'right';
  /** A longer text is cut and ends in `…`; `--json` has the whole. */
  readonly maximumWidth?: number;
}

/** Aligned columns under their titles, two blanks apart, without boxes. Null is shown as `-`. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  style: Style = noStyle,
): string {
  const cells = rows.map((row) => columns.map((column) => cellOf(column, row)));
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((row) => [...row[index]!.text].length)),
  );
  const line = (row: readonly { readonly text: string; readonly tone: Tone }[]): string =>
    row
      .map(({ text, tone }, index) => {
        const blanks = ' '.repeat(Math.max(0, widths[index]! - [...text].length));
        const styled = style(tone, text);
        if (columns[index]!.align === 'right') return blanks + styled;
        return index === columns.length - 1 ? styled : styled + blanks;
      })
      .join('  ')
      .trimEnd();
  const titles = columns.map(({ title }) => ({ text: title.toUpperCase(), tone: 'dim' as const }));
  return [titles, ...cells].map(line).join('\n');
}

function cellOf<Row>({ value, maximumWidth }: Column<Row>, row: Row): { text: string; tone: Tone } {
  const cell = value(row);
  const { text, tone } =
    typeof cell === 'object' && cell !== null
      ? cell
      : { text: cell === null ? '-' : String(cell), tone: 'plain' as const };
  return { text: cut(printable(text), maximumWidth ?? Number.POSITIVE_INFINITY), tone };
}

/** The text, or as much of it as fits with an ellipsis. */
export function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}
