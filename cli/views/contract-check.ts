import type { ContractIssue, ContractVerdict } from '../../core/contracts/contract.ts';
import { count } from '../format.ts';
import { noStyle, type Style } from '../style.ts';
import { table } from '../table.ts';

export interface FileReport {
  readonly file: string;
  readonly dataset: string;
  readonly contractVersion: string;
  readonly verdict: ContractVerdict;
  /** References whose datasets were not given: whether the file keeps them is not known. */
  readonly notChecked: readonly { readonly rule: string; readonly dataset: string }[];
  /** Files that were written. */
  readonly written: readonly string[];
}

interface RuleLine {
  readonly rule: string;
  readonly rows: number;
  readonly first: ContractIssue | undefined;
}

/** A file's verdict: how many rows, which rules they break, an example of each, what was repaired. */
export function renderFileReport(report: FileReport, style: Style = noStyle): string {
  const { file, dataset, contractVersion, verdict, notChecked, written } = report;
  const lines = [
    verdict.status === 'accepted'
      ? `${file}: ${style(verdict.quarantinedRows > 0 ? 'warn' : 'good', 'accepted')} by ${dataset} ${contractVersion}: ${count(verdict.rows)} rows, ${count(verdict.quarantinedRows)} quarantined`
      : `${file}: ${style('bad', 'rejected')} by ${dataset} ${contractVersion}: ${verdict.reason}`,
  ];
  const byRule = Object.entries(verdict.byRule).map(
    ([rule, rows]): RuleLine => ({
      rule,
      rows,
      first: verdict.sample.find((issue) => issue.rule === rule),
    }),
  );
  if (byRule.length > 0) {
    lines.push(
      table(
        [
          { title: 'rule', value: ({ rule }) => rule },
          { title: 'rows', value: ({ rows }) => count(rows), align: 'right' },
          { title: 'row', value: ({ first }) => first?.row ?? null, align: 'right' },
          { title: 'expected', value: ({ first }) => first?.expected ?? null, maximumWidth: 60 },
          { title: 'received', value: ({ first }) => first?.received ?? null, maximumWidth: 40 },
        ],
        byRule,
        style,
      ),
    );
  }
  if (verdict.status === 'accepted') {
    for (const [rule, values] of Object.entries(verdict.warnings ?? {}))
      lines.push(`${style('warn', 'warned')}: ${rule} ×${count(values)}`);
    for (const [rule, values] of Object.entries(verdict.repairs ?? {}))
      lines.push(`repaired: ${rule} ×${count(values)}`);
  }
  for (const { rule } of notChecked) lines.push(`${style('warn', 'not checked')}: ${rule}`);
  for (const path of written) lines.push(`wrote ${path}`);
  return lines.join('\n');
}
