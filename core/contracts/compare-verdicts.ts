import type { ContractVerdict } from './contract.ts';

/** How many rows a rule set aside then, and would set aside now. */
export interface RuleChange {
  readonly rule: string;
  readonly before: number;
  readonly after: number;
}

/** Each rule that any of the verdicts names, whatever changed most first. An upload that was never judged counts as 0. */
export function compareVerdicts(
  pairs: readonly { readonly before: ContractVerdict | null; readonly after: ContractVerdict }[],
): RuleChange[] {
  const rules = new Map<string, { before: number; after: number }>();
  const add = (verdict: ContractVerdict | null, when: 'before' | 'after'): void => {
    for (const [rule, count] of Object.entries(verdict?.byRule ?? {})) {
      const known = rules.get(rule) ?? { before: 0, after: 0 };
      known[when] += count;
      rules.set(rule, known);
    }
  };
  for (const { before, after } of pairs) {
    add(before, 'before');
    add(after, 'after');
  }
  const size = ({ before, after }: RuleChange): number => Math.abs(after - before);
  return [...rules]
    .map(([rule, counts]) => ({ rule, ...counts }))
    .sort((a, b) => size(b) - size(a) || a.rule.localeCompare(b.rule));
}
