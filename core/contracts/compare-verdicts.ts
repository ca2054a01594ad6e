import type { ContractVerdict } from './contract.ts';

/** How many rows a rule set aside then, and would set aside now. */
export interface RuleChange {
  readonly rule: string;
  readonly then: number;
  readonly now: number;
}

/** Each rule that any of the verdicts names, whatever changed most first. An upload that was never judged counts as 0. */
export function compareVerdicts(
  pairs: readonly { readonly then: ContractVerdict | null; readonly now: ContractVerdict }[],
): RuleChange[] {
  const rules = new Map<string, { then: number; now: number }>();
  const add = (verdict: ContractVerdict | null, when: 'then' | 'now'): void => {
    for (const [rule, count] of Object.entries(verdict?.byRule ?? {})) {
      const known = rules.get(rule) ?? { then: 0, now: 0 };
      known[when] += count;
      rules.set(rule, known);
    }
  };
  for (const { then, now } of pairs) {
    add(then, 'then');
    add(now, 'now');
  }
  const size = ({ then, now }: RuleChange): number => Math.abs(now - then);
  return [...rules]
    .map(([rule, counts]) => ({ rule, ...counts }))
    .sort((a, b) => size(b) - size(a) || a.rule.localeCompare(b.rule));
}
