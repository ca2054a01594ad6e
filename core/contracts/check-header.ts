import type { Contract, ContractIssue } from './contract.ts';
import { isReserved } from './quarantine-columns.ts';

/**
 * The issues of a file's column names: missing, additional (where the contract refuses them) and repeated
 * ones. Names are compared letter for letter; two that differ in case alone count as repeated.
 */
export function checkHeader(contract: Contract, header: readonly string[]): ContractIssue[] {
  const issues: ContractIssue[] = [];
  const names = contract.columns.map(({ name }) => name);
  const seen = new Map<string, string>();
  for (const name of header) {
    const folded = name.toLowerCase();
    const earlier = seen.get(folded);
    if (earlier !== undefined) {
      issues.push(issue('file:duplicate-column', name, 'each column once', `'${earlier}' and '${name}'`));
    }
    seen.set(folded, name);
  }
  for (const { name, optional } of contract.columns) {
    if (optional !== true && !header.includes(name)) {
      issues.push(issue('file:missing-column', name, `a column '${name}'`, shown(header)));
    }
  }
  if (contract.onAdditionalColumns === 'reject-file') {
    for (const name of new Set(header)) {
      if (!names.includes(name) && !isReserved(name)) {
        issues.push(
          issue('file:additional-column', name, `only the columns ${names.join(', ')}`, `'${name}'`),
        );
      }
    }
  }
  return issues;
}

const issue = (rule: string, column: string, expected: string, received: string): ContractIssue => ({
  rule,
  column,
  expected,
  received,
});

const shown = (header: readonly string[]): string =>
  `columns ${header.slice(0, 40).join(', ')}${header.length > 40 ? ` and ${header.length - 40} more` : ''}`;
