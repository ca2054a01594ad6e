import type { Contract, ContractIssue, ContractVerdict } from './contract.ts';
import { describeRules } from './describe-rules.ts';

/** What was found in a file that could be read. */
export interface FileFindings {
  readonly rows: number;
  /** Rows with one issue or more. */
  readonly bad: number;
  /** Count of rows by the rule that they break. */
  readonly byRule: Readonly<Record<string, number>>;
  readonly sample: readonly ContractIssue[];
}

/**
 * The verdict on a file whose rows were judged. It is refused as a whole when a column that must not be
 * wrong is, when too large a share of its rows is bad, or when no row is good.
 */
export function judgeFile(contract: Contract, findings: FileFindings): ContractVerdict {
  const { rows, bad, byRule, sample } = findings;
  const reject = (reason: string): ContractVerdict => ({ status: 'rejected', reason, byRule, sample });
  if (rows === 0) return reject('The file has column names but no row.');
  const rules = describeRules(contract);
  const strict = new Set(contract.columns.filter((c) => c.onInvalid === 'reject-file').map((c) => c.name));
  for (const [rule, count] of Object.entries(byRule)) {
    const column = rules.get(rule)?.column;
    if (column !== undefined && strict.has(column)) {
      return reject(`Column '${column}' must be right in every row: ${count} of ${rows} rows break ${rule}.`);
    }
  }
  if (bad === rows) return reject(`None of its ${rows} rows keeps the contract.`);
  if (bad / rows > contract.maximumQuarantinedShare) {
    const allowed = contract.maximumQuarantinedShare * 100;
    return reject(
      `${bad} of ${rows} rows break the contract: ${((bad / rows) * 100).toFixed(1)} %, allowed are ${allowed} %.`,
    );
  }
  return { status: 'accepted', rows: rows - bad, quarantinedRows: bad, byRule, sample };
}

/** The verdict on a file that could not be read or has the wrong columns. */
export function rejectFile(issues: readonly ContractIssue[]): ContractVerdict {
  const byRule: Record<string, number> = {};
  for (const { rule } of issues) byRule[rule] = (byRule[rule] ?? 0) + 1;
  const [first] = issues;
  const counts = Object.entries(byRule).map(([rule, count]) => `${rule} (${count})`);
  const more = issues.length > 1 ? ` In all: ${counts.join(', ')}.` : '';
  return {
    status: 'rejected',
    reason: `Expected ${first!.expected}; received ${first!.received}.${more}`,
    byRule,
    sample: issues.slice(0, 10),
  };
}
