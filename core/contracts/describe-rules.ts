import { columnChecks } from './checks/index.ts';
import type { Contract } from './contract.ts';

export interface RuleDescription {
  readonly column?: string;
  /** The promise in words. */
  readonly expected: string;
}

/** Every rule that a row can break, by name: `column:<column>:<check>`, `rule:<name>` and `key:unique`. */
export function describeRules(contract: Contract): ReadonlyMap<string, RuleDescription> {
  const rules = new Map<string, RuleDescription>();
  for (const column of contract.columns) {
    for (const check of columnChecks) {
      if (!check.applies(column)) continue;
      const name = `column:${column.name}:${check.name}`;
      rules.set(name, { column: column.name, expected: check.expected(column) });
    }
  }
  for (const rule of contract.rules) rules.set(`rule:${rule.name}`, { expected: rule.description });
  rules.set('key:unique', {
    expected: `each ${contract.key.join(', ')} once in a file; the later row is refused`,
  });
  return rules;
}
