import type { PageRecord } from '../../core/registry/records.ts';
import { second } from '../format.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';

export type PageRow = Omit<PageRecord, 'kind'>;

/** In order of time. */
export const pageRows = (records: readonly PageRecord[]): PageRow[] =>
  records
    .map(({ pageId, owner, model, severity, title, what, todo, runbook, at, source }) => ({
      pageId,
      owner,
      model,
      severity,
      title,
      what,
      todo,
      runbook,
      at,
      source,
    }))
    .sort((a, b) => a.at.localeCompare(b.at));

/** Each page as a paragraph: what happened, to which model, whose it is, and what to do. */
export function renderPages(rows: readonly PageRow[], style: Style): string {
  if (rows.length === 0) return 'No page was sent';
  return rows
    .map((page) => {
      const tone = page.severity === 'page' ? 'bad' : 'dim';
      const head = `${second(page.at)}  ${style(tone, page.severity)}  ${style('strong', printable(page.title))}`;
      const lines = [
        `to       ${page.owner}${page.model === null ? '' : `, about ${page.model}`}`,
        `what     ${indent(page.what)}`,
        `to do    ${indent(page.todo)}`,
        `runbook  ${page.runbook}`,
      ];
      return [head, ...lines.map((line) => `  ${line}`)].join('\n');
    })
    .join('\n\n');
}

/** Further lines of a text begin below its first. */
const indent = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map(printable)
    .join(`\n${' '.repeat(11)}`);
