import type { ContractIssue } from '../../core/contracts/contract.ts';

/** The issue of a gzip file that cannot be inflated; null for every other error. */
export function gzipIssue(error: unknown): ContractIssue | null {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (!code.startsWith('Z_')) return null;
  return { rule: 'file:unreadable', expected: 'a whole gzip file', received: `${message} (${code})` };
}
