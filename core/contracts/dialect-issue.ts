import type { Contract, ContractIssue } from './contract.ts';

const delimiters = { ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' } as const;

/**
 * The issue of a CSV file whose columns something else than commas separates, told by its header: no comma, and the contract's
 * columns between the others. Null for every other file. It is named, not followed: a decimal comma often comes with it.
 */
export function dialectIssue(contract: Contract, header: readonly string[]): ContractIssue | null {
  if (header.length !== 1 || contract.columns.length === 1) return null;
  for (const [delimiter, words] of Object.entries(delimiters)) {
    const names = header[0]!.split(delimiter).map((name) => name.replace(/^"(.*)"$/, '$1'));
    if (!contract.columns.some(({ name }) => names.includes(name)) || names.length === 1) continue;
    return {
      rule: 'file:dialect',
      expected: 'CSV whose columns are separated by commas (RFC 4180)',
      received: `${words} between ${names.length} columns; save it with commas, and numbers with a decimal point`,
    };
  }
  return null;
}
